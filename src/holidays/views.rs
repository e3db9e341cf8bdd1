//! Exactly what the page's templates may see.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::change_days::DayChange;
use super::refresh::{Plan, written};
use crate::kernel::WorkingDays;
use crate::kernel::uk_time::long_date;
use crate::kernel::working_days::shipped_on;
use crate::web::FormView;

/// Where the days are.
pub const PAGE: &str = "/admin/bank-holidays";

/// The page of the days.
#[derive(Serialize)]
pub(super) struct HolidaysView {
    form: FormView,
    years: Vec<YearView>,
    known_until: String,
    /// The warning when the table ends within six months.
    ending: Option<String>,
}

#[derive(Serialize)]
struct YearView {
    year: i32,
    days: Vec<DayRow>,
}

/// One day.
#[derive(Serialize)]
pub(super) struct DayRow {
    /// In addresses: `2027-03-26`.
    key: String,
    /// "Friday 26 March 2027".
    date: String,
    name: String,
    /// "shipped", "added" or "taken_away".
    state: &'static str,
}

impl HolidaysView {
    /// This year's days and later ones, and of earlier years those in which something was changed.
    pub(super) fn new(days: &WorkingDays, today: NaiveDate, form: FormView) -> Self {
        let mut rows: BTreeMap<NaiveDate, DayRow> = BTreeMap::new();
        for (day, name) in days.holidays() {
            let state = if shipped_on(day).is_some() { "shipped" } else { "added" };
            rows.insert(day, row(day, name, state));
        }
        for (day, change) in days.changes().filter(|(_, change)| !change.is_holiday) {
            rows.insert(day, row(day, &change.name, "taken_away"));
        }
        let mut years: BTreeMap<i32, Vec<DayRow>> = BTreeMap::new();
        for (day, row) in rows {
            years.entry(day.year()).or_default().push(row);
        }
        let is_shown = |year: i32| year >= today.year() || days.changes().any(|(day, _)| day.year() == year);
        let years = years.into_iter().filter(|(year, _)| is_shown(*year));
        Self {
            form,
            years: years.map(|(year, days)| YearView { year, days }).collect(),
            known_until: long_date(days.known_until()),
            ending: ending_words(days, today),
        }
    }
}

fn row(day: NaiveDate, name: &str, state: &'static str) -> DayRow {
    DayRow { key: day.to_string(), date: long_date(day), name: name.to_owned(), state }
}

/// The warning that the table ends within six months (TM-05); none before.
pub fn ending_words(days: &WorkingDays, today: NaiveDate) -> Option<String> {
    let last = days.known_until();
    let verb = if last < today { "were" } else { "are" };
    days.ends_soon(today).then(|| format!("Bank holidays {verb} known until {} only.", long_date(last)))
}

/// What a list would change.
#[derive(Serialize)]
pub(super) struct ComparisonView {
    added: Vec<DayRow>,
    taken_away: Vec<DayRow>,
    /// "2026, 2027 and 2028"; empty when the list has no year whole.
    whole_years: String,
    at_weekends: usize,
    /// The changes, sent back when they are to be saved.
    changes: String,
}

impl ComparisonView {
    pub(super) fn new(plan: &Plan, days: &WorkingDays) -> Self {
        let (mut added, mut taken_away) = (Vec::new(), Vec::new());
        for change in &plan.changes {
            match change {
                DayChange::Add(day, name) => added.push(row(*day, shipped_on(*day).unwrap_or(name), "added")),
                DayChange::TakeAway(day) => {
                    taken_away.push(row(*day, days.holiday_on(*day).unwrap_or_default(), "taken_away"));
                }
            }
        }
        let years: Vec<String> = plan.whole_years.iter().map(ToString::to_string).collect();
        Self {
            added,
            taken_away,
            whole_years: in_words(&years),
            at_weekends: plan.at_weekends,
            changes: written(&plan.changes),
        }
    }
}

/// "2026, 2027 and 2028".
fn in_words(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
