//! The fields of an early price: how much, to the end of which day, for how many places (ELG-11). Pure.

use chrono::Duration;

use super::when_fields::read_day;
use crate::bookings::discounts::offers::EarlyBird;
use crate::events::EventWhen;
use crate::kernel::uk_time::{end_of_days_before, london_date};
use crate::kernel::{Instant, Pence};
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 3] = ["early_price", "early_until", "early_places"];

const MOST_PLACES: i32 = 5_000;

/// An early price as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedEarly {
    /// What a place costs.
    pub price: Pence,
    /// The last instant at which it may be had.
    pub ends_at: Instant,
    /// How many places have it.
    pub most_places: Option<i32>,
}

impl TypedEarly {
    /// As it is stored; one that is there keeps its age.
    pub fn stored(self, before: Option<(EarlyBird, i32)>, now: Instant) -> EarlyBird {
        let created_at = before.map_or(now, |(early, _)| early.created_at);
        EarlyBird { price: self.price, ends_at: self.ends_at, most_places: self.most_places, created_at }
    }
}

/// The early price; none when all its fields are empty.
pub fn read_early(
    posted: &Posted,
    standard: Pence,
    when: Option<&EventWhen>,
    errors: &mut FieldErrors,
) -> Option<TypedEarly> {
    if FIELDS.iter().all(|field| posted.get(field).trim().is_empty()) {
        return None;
    }
    let price = errors.check("early_price", Pence::parse_pounds(posted.get("early_price")))?;
    if price >= standard && posted.has("standard_price") {
        errors.add("early_price", "The early price must be lower than the standard price");
    }
    let Some(day) = errors.check("early_until", read_day(posted.get("early_until")))? else {
        errors.add("early_until", "Enter the last day of the early price");
        return None;
    };
    // The last instant of the day: an early price may be had at its end (ELG-11).
    let ends_at = end_of_days_before(day, 0) - Duration::microseconds(1);
    if when.and_then(EventWhen::known_day).is_some_and(|first| day >= first) {
        errors.add("early_until", "The early price must end before the day of the event");
    }
    let typed = posted.get("early_places").trim();
    let number = typed.parse::<i32>().ok().filter(|number| (1..=MOST_PLACES).contains(number));
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    if !typed.is_empty() && (number.is_none() || !is_plain) {
        errors.add("early_places", format!("Enter a whole number from 1 to {MOST_PLACES}, or leave it empty"));
    }
    Some(TypedEarly { price, ends_at, most_places: number })
}

/// Fills the fields from what is stored.
pub fn fill_early(form: &mut FormView, early: Option<(EarlyBird, i32)>) {
    let Some((early, _)) = early else { return };
    form.set("early_price", early.price.to_string().replace(['£', ','], ""));
    form.set("early_until", london_date(early.ends_at).to_string());
    form.set("early_places", early.most_places.map(|most| most.to_string()).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(price: &str, until: &str, places: &str) -> (Option<TypedEarly>, FieldErrors) {
        let mut errors = FieldErrors::new();
        let posted = Posted::of(&[
            ("standard_price", "90"),
            ("early_price", price),
            ("early_until", until),
            ("early_places", places),
        ]);
        let when = EventWhen::DateOnly("2026-09-04".parse().unwrap());
        (read_early(&posted, Pence::new(9_000), Some(&when), &mut errors), errors)
    }

    #[test]
    fn elg_11_it_ends_with_the_last_instant_of_its_london_day() {
        let (early, errors) = read("70", "2026-08-01", "");
        assert!(errors.is_empty());
        let expected: Instant = "2026-08-01T22:59:59.999999Z".parse().unwrap();
        assert_eq!(early, Some(TypedEarly { price: Pence::new(7_000), ends_at: expected, most_places: None }));
        assert_eq!(read("", "", "").0, None);
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let table = [
            ("90", "2026-08-01", "", "early_price"),
            ("", "2026-08-01", "", "early_price"),
            ("70", "", "", "early_until"),
            ("70", "soon", "", "early_until"),
            ("70", "2026-09-04", "", "early_until"),
            ("70", "2026-08-01", "0", "early_places"),
            ("70", "2026-08-01", "many", "early_places"),
        ];
        for (price, until, places, field) in table {
            let (_, errors) = read(price, until, places);
            assert_eq!(errors.iter().next().unwrap().field, field, "{price} {until} {places}");
        }
    }
}
