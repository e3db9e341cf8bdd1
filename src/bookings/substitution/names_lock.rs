//! Until when a booker can name another person for a place (SUB-1, SUB-4): until the event starts, or until the end of an earlier
//! day that an officer chose for the date. The right spelling of a name, and officers, are not bound by it. Pure but for the one
//! read.

use chrono::{Duration, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::bookings::event_facts::event_dates;
use crate::bookings::refund_policy::EventDates;
use crate::bookings::sale::{BookingRules, find_sale};
use crate::events::EventDetails;
use crate::kernel::uk_time::{end_of_days_before, london_date, long_date};
use crate::kernel::{Instant, Unexpected};

/// The instant from which only officers exchange people, counted as every deadline is (D1); none without a lock.
pub fn locked_from(rules: BookingRules, dates: EventDates) -> Option<Instant> {
    let days = u32::try_from(rules.names_lock_days?).ok()?;
    Some(std::cmp::min(end_of_days_before(dates.first_day, days), dates.started_from()))
}

/// The last London day on which the booker can name somebody else.
pub fn last_day(locked_from: Instant) -> NaiveDate {
    london_date(locked_from - Duration::microseconds(1))
}

/// What the booker reads of it, or nothing without a lock.
pub fn lock_words(rules: BookingRules, dates: EventDates, now: Instant) -> String {
    match locked_from(rules, dates) {
        None => String::new(),
        Some(lock) if now < lock => format!(
            "You can name another person until the end of {}. After that you can still correct the spelling of a name; for anything else, write to us.",
            long_date(last_day(lock))
        ),
        Some(lock) => format!(
            "The last day to name another person was {}. You can still correct the spelling of a name; for anything else, write to us.",
            long_date(last_day(lock))
        ),
    }
}

/// The same for an event as it is sold now.
pub async fn lock_words_of(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<String, Unexpected> {
    let (Some(dates), Some(sale)) = (event_dates(event), find_sale(db, event.id.0).await?) else {
        return Ok(String::new());
    };
    Ok(lock_words(sale.rules, dates, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates() -> EventDates {
        EventDates {
            first_day: "2026-10-29".parse().unwrap(),
            starts_at: Some("2026-10-29T09:30:00Z".parse().unwrap()),
        }
    }

    fn rules(days: Option<i32>) -> BookingRules {
        BookingRules { names_lock_days: days, ..BookingRules::default() }
    }

    #[test]
    fn sub_4_the_lock_is_the_end_of_a_london_day_and_never_after_the_start() {
        let table = [
            (None, None),
            (Some(7), Some("2026-10-22T23:00:00Z")),
            (Some(3), Some("2026-10-27T00:00:00Z")),
            (Some(0), Some("2026-10-29T09:30:00Z")),
        ];
        for (days, expected) in table {
            let expected = expected.map(|text| text.parse::<Instant>().unwrap());
            assert_eq!(locked_from(rules(days), dates()), expected, "{days:?}");
        }
    }

    #[test]
    fn sub_4_the_words_name_the_day_before_and_after_it() {
        let lock: Instant = "2026-10-22T23:00:00Z".parse().unwrap();
        let before = lock_words(rules(Some(7)), dates(), lock - Duration::microseconds(1));
        assert!(
            before.starts_with("You can name another person until the end of Thursday 22 October 2026."),
            "{before}"
        );
        let after = lock_words(rules(Some(7)), dates(), lock);
        assert!(after.starts_with("The last day to name another person was Thursday 22 October 2026."), "{after}");
        assert_eq!(lock_words(rules(None), dates(), lock), "");
    }
}
