//! The fields of a date that runs only when enough people come: how many, and when that is decided (SES-7). Pure.

use chrono::NaiveTime;

use super::when_fields::{read_day, read_time};
use crate::events::EventWhen;
use crate::events::running::{Minimum, RunDecision};
use crate::kernel::Instant;
use crate::kernel::uk_time::{london, resolve};
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 3] = ["least_places", "decide_on", "decide_time"];

/// More people than this no date waits for.
const MOST: i32 = 500;

/// What the fields are read against.
#[derive(Clone, Copy)]
pub(super) struct MinimumRules<'a> {
    /// When the date is, as far as it could be read.
    pub(super) when: Option<&'a EventWhen>,
    /// How many places there are.
    pub(super) capacity: i32,
    /// How it stands: a decision that has passed stays as it is, and nothing is asked once the date is confirmed to run.
    pub(super) run: Option<RunDecision>,
    /// A new decision has to be after this; none for a date that is over.
    pub(super) now: Option<Instant>,
}

/// What was typed, with what is wrong noted in `errors`. A day without a time means midday.
pub(super) fn read_minimum(posted: &Posted, rules: MinimumRules<'_>, errors: &mut FieldErrors) -> Option<Minimum> {
    if let Some(confirmed) = rules.run.filter(|run| !run.is_open()) {
        return Some(confirmed.minimum);
    }
    let (places, day) = (posted.get("least_places").trim(), posted.get("decide_on").trim());
    let time = posted.get("decide_time").trim();
    if places.is_empty() && day.is_empty() && time.is_empty() {
        return None;
    }
    if places.is_empty() {
        errors.add("least_places", "Enter how many people it needs, or empty the day of the decision");
    }
    if day.is_empty() {
        errors.add("decide_on", "Enter the day on which it is decided, or empty the number of people");
    }
    let places = if places.is_empty() { None } else { read_places(places, rules.capacity, errors) };
    let day = errors.check("decide_on", read_day(day))?;
    let time = errors.check("decide_time", read_time(time))?.or(NaiveTime::from_hms_opt(12, 0, 0))?;
    let decide_at = errors.check("decide_time", resolve(day?.and_time(time)))?;
    let minimum = Minimum { places: places?, decide_at };
    if let Some(when) = rules.when {
        errors.check("decide_on", minimum.check(when))?;
    }
    let is_as_before = rules.run.is_some_and(|run| run.minimum.decide_at == decide_at);
    if !is_as_before && rules.now.is_some_and(|now| decide_at <= now) {
        errors.add("decide_on", "Choose a day and time that are still to come");
        return None;
    }
    Some(minimum)
}

fn read_places(typed: &str, capacity: i32, errors: &mut FieldErrors) -> Option<i32> {
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let places = typed.parse::<i32>().ok().filter(|places| is_plain && (1..=MOST).contains(places));
    if places.is_none() {
        errors.add("least_places", format!("Enter a whole number of people from 1 to {MOST}"));
    }
    // Places that could not be read are complained of beside their own field.
    if capacity > 0 && places.is_some_and(|places| places > capacity) {
        errors.add("least_places", "It cannot need more people than there are places");
        return None;
    }
    places
}

/// Fills the fields from what is stored.
pub fn fill_minimum(form: &mut FormView, minimum: Option<Minimum>) {
    let Some(minimum) = minimum else { return };
    let wall = london(minimum.decide_at);
    form.set("least_places", minimum.places.to_string());
    form.set("decide_on", wall.date().to_string());
    form.set("decide_time", wall.time().format("%H:%M").to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{DateCertainty, WallTime};

    fn when() -> EventWhen {
        let typed =
            WallTime { day: "2026-09-04".parse().ok(), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
        EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
    }

    fn read(typed: [&str; 3], run: Option<RunDecision>) -> Result<Option<Minimum>, Vec<(String, String)>> {
        let fields: Vec<(&str, &str)> = FIELDS.into_iter().zip(typed).collect();
        let (when, mut errors) = (when(), FieldErrors::new());
        let now = "2026-08-01T09:00:00Z".parse().ok();
        let rules = MinimumRules { when: Some(&when), capacity: 20, run, now };
        let read = read_minimum(&Posted::of(&fields), rules, &mut errors);
        let said: Vec<_> = errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect();
        if said.is_empty() { Ok(read) } else { Err(said) }
    }

    fn needs(places: i32, decide_at: &str) -> Minimum {
        Minimum { places, decide_at: decide_at.parse().unwrap() }
    }

    #[test]
    fn ses_7_both_or_neither_and_a_day_alone_means_midday() {
        let table = [
            (["", "", ""], None),
            (["8", "2026-08-28", ""], Some(needs(8, "2026-08-28T11:00:00Z"))),
            (["8", "28/8/2026", "17:00"], Some(needs(8, "2026-08-28T16:00:00Z"))),
            (["20", "2026-09-04", "09:29"], Some(needs(20, "2026-09-04T08:29:00Z"))),
        ];
        for (typed, wanted) in table {
            assert_eq!(read(typed, None), Ok(wanted), "{typed:?}");
        }
    }

    #[test]
    fn ses_7_what_is_wrong_stands_beside_its_field() {
        let table = [
            (["8", "", ""], "decide_on", "Enter the day on which it is decided"),
            (["", "2026-08-28", ""], "least_places", "Enter how many people it needs"),
            (["0", "2026-08-28", ""], "least_places", "from 1 to 500"),
            (["eight", "2026-08-28", ""], "least_places", "from 1 to 500"),
            (["21", "2026-08-28", ""], "least_places", "more people than there are places"),
            (["8", "soon", ""], "decide_on", "Enter a date that exists"),
            (["8", "2026-08-28", "noon"], "decide_time", "Enter a time"),
            (["8", "2026-09-04", "09:30"], "decide_on", "before the date begins"),
            (["8", "2026-08-01", "10:00"], "decide_on", "still to come"),
            (["8", "2026-07-31", ""], "decide_on", "still to come"),
        ];
        for (typed, field, words) in table {
            let said = read(typed, None).unwrap_err();
            let is_said = said.iter().any(|(at, message)| at == field && message.contains(words));
            assert!(is_said, "{typed:?} {said:?}");
        }
    }

    #[test]
    fn ses_7_a_decision_that_has_passed_may_stay_when_the_rest_is_changed() {
        let minimum = needs(8, "2026-07-31T11:00:00Z");
        let open = RunDecision { minimum, confirmed_at: None, short_at: None };

        assert_eq!(read(["8", "2026-07-31", "12:00"], Some(open)), Ok(Some(minimum)));
    }

    #[test]
    fn ses_7_nothing_is_asked_of_a_date_that_is_confirmed_even_when_it_moves_before_its_decision() {
        let minimum = needs(8, "2026-10-01T11:00:00Z");
        let confirmed = RunDecision { minimum, confirmed_at: "2026-07-31T11:00:00Z".parse().ok(), short_at: None };

        assert_eq!(read(["", "", ""], Some(confirmed)), Ok(Some(minimum)));
    }
}
