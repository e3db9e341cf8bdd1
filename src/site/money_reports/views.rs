//! What the template of the reports sees. Amounts and dates are words already.

use serde::Serialize;

use super::tables::{Cell, ShownRow, Table};
use crate::kernel::uk_time::long_date;
use crate::payments::reports::Period;

/// The page.
#[derive(Serialize)]
pub(super) struct ReportsView {
    /// Such as "June 2026".
    pub(super) period: String,
    pub(super) is_year: bool,
    /// The first and the last day in words.
    pub(super) first_day: String,
    pub(super) last_day: String,
    /// Whether the period is not over, so that figures may still change.
    pub(super) is_running: bool,
    pub(super) links: Vec<LinkView>,
    pub(super) figures: Vec<FigureView>,
    pub(super) tables: Vec<TableView>,
    pub(super) vat: VatWatchView,
    /// Which period the file of the ledger is for: the field's name, and its value.
    pub(super) ledger_field: (&'static str, String),
    /// Sentences about what has no table.
    pub(super) remarks: Vec<String>,
}

/// The page of what was sold, for officers of events.
#[derive(Serialize)]
pub(super) struct SalesReportsView {
    /// Such as "June 2026".
    pub(super) period: String,
    /// The first and the last day in words.
    pub(super) first_day: String,
    pub(super) last_day: String,
    pub(super) is_running: bool,
    pub(super) links: Vec<LinkView>,
    pub(super) tables: Vec<TableView>,
    pub(super) remarks: Vec<String>,
}

/// How near the charity is to having to register for VAT (AC-02).
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct VatWatchView {
    /// The registration, when there is one.
    pub(super) registered: String,
    pub(super) total: String,
    pub(super) threshold: String,
    /// Whole percent of the threshold.
    pub(super) percent: i64,
    /// What to do; empty below 70 %.
    pub(super) warning: String,
    /// "caution" or "problem".
    pub(super) kind: &'static str,
    /// "412 of 430, 95 %", or empty without members.
    pub(super) in_profession: String,
    /// What to do; empty from 80 % on.
    pub(super) profession_warning: String,
}

#[derive(Serialize)]
pub(super) struct LinkView {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) is_current: bool,
}

#[derive(Serialize)]
pub(super) struct FigureView {
    pub(super) label: &'static str,
    pub(super) value: String,
}

#[derive(Serialize)]
pub(super) struct TableView {
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    pub(super) note: &'static str,
    pub(super) of: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<RowView>,
    pub(super) totals: Vec<String>,
    pub(super) none: &'static str,
    pub(super) file: String,
}

#[derive(Serialize)]
pub(super) struct RowView {
    pub(super) label: String,
    pub(super) sub: String,
    pub(super) href: String,
    pub(super) cells: Vec<String>,
}

impl TableView {
    /// `base` is the address of the page it stands on.
    pub(super) fn new(table: &Table, period: Period, base: &str) -> Self {
        Self {
            slug: table.slug,
            title: table.title,
            note: table.note,
            of: table.of,
            columns: table.columns,
            rows: table.shown_rows().iter().map(row_view).collect(),
            totals: if table.has_total { words(&table.totals()) } else { Vec::new() },
            none: table.none,
            file: format!("{base}/{}.csv?{}", table.slug, period.query()),
        }
    }
}

/// The most details a row names before it counts them.
const MOST_DETAILS: usize = 3;

fn row_view(row: &ShownRow) -> RowView {
    let named = |(detail, on): &(String, Option<chrono::NaiveDate>)| match on {
        // A row that is a stretch of time says so itself.
        Some(_) if detail.is_empty() => String::new(),
        Some(day) if *detail == row.label => long_date(*day),
        Some(day) => format!("{detail}, {}", long_date(*day)),
        None => detail.clone(),
    };
    let sub = match row.details.len() {
        0..=MOST_DETAILS => {
            row.details.iter().map(named).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
        }
        many => format!("{many} in all, each in the file"),
    };
    RowView { label: row.label.clone(), sub, href: row.href.clone(), cells: words(&row.cells) }
}

pub(super) fn words(cells: &[Cell]) -> Vec<String> {
    let word = |cell: &Cell| match cell {
        Cell::Money(amount) => amount.to_string(),
        Cell::Count(number) => number.to_string(),
    };
    cells.iter().map(word).collect()
}
