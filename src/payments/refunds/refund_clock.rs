//! How long a refund may take (CO-08): fourteen days from the London day on which it was asked for, and officers hear of it from
//! the tenth on. Pure.

use chrono::{Days, NaiveDate};

use crate::kernel::Instant;
use crate::kernel::uk_time::{london_date, long_date, start_of_day};

/// Days from the London day of asking to the last day on which the money is in time.
pub const REFUND_DAYS: u64 = 14;
/// Days from the London day of asking to the day on which officers are reminded.
const REMIND_AFTER_DAYS: u64 = 10;

/// How urgent a refund is that is not with its payer yet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum RefundClock {
    /// There is time.
    Calm,
    /// Ten days have gone by.
    Soon,
    /// Fourteen days have gone by.
    Late,
}

impl RefundClock {
    /// The urgency on `today` (London) of a refund asked for at `requested_at`.
    pub fn of(requested_at: Instant, today: NaiveDate) -> Self {
        if today > due_on(requested_at) {
            Self::Late
        } else if requested_at < reminded_if_before(today) {
            Self::Soon
        } else {
            Self::Calm
        }
    }

    /// The kind of tag that shows it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Calm => "plain",
            Self::Soon => "caution",
            Self::Late => "problem",
        }
    }

    /// The word in the key of its letter.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

/// The last London day on which a refund asked for at `requested_at` is in time.
pub fn due_on(requested_at: Instant) -> NaiveDate {
    let asked_on = london_date(requested_at);
    asked_on.checked_add_days(Days::new(REFUND_DAYS)).unwrap_or(asked_on)
}

/// Officers hear on `today` of refunds that were asked for before this instant.
pub fn reminded_if_before(today: NaiveDate) -> Instant {
    start_of_day(today.checked_sub_days(Days::new(REMIND_AFTER_DAYS - 1)).unwrap_or(today))
}

/// The clock in words, because colour alone says nothing: "Due by Wednesday 3 March 2027", "Late since Thursday 4 March 2027".
pub fn clock_words(requested_at: Instant, today: NaiveDate) -> String {
    let due = due_on(requested_at);
    match RefundClock::of(requested_at, today) {
        RefundClock::Late => format!("Late since {}", long_date(due.succ_opt().unwrap_or(due))),
        RefundClock::Soon | RefundClock::Calm => format!("Due by {}", long_date(due)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn co_08_the_money_is_due_fourteen_london_days_after_it_was_asked_for() {
        let table = [
            ("2027-02-17T00:00:00Z", "2027-03-03", "the first moment of a winter day"),
            ("2027-02-17T23:59:59Z", "2027-03-03", "the last"),
            ("2026-06-01T22:59:59Z", "2026-06-15", "the last moment of a summer day"),
            ("2026-06-01T23:00:00Z", "2026-06-16", "the next day has begun in London"),
            ("2027-03-20T12:00:00Z", "2027-04-03", "the clocks go forward between"),
            ("2026-10-20T12:00:00Z", "2026-11-03", "the clocks go back between"),
            ("2028-02-20T12:00:00Z", "2028-03-05", "a leap year"),
            ("2026-12-20T12:00:00Z", "2027-01-03", "a new year"),
        ];

        for (asked, due, why) in table {
            assert_eq!(due_on(at(asked)), day(due), "{why}");
        }
    }

    #[test]
    fn co_08_it_is_urgent_from_the_tenth_day_and_late_from_the_fifteenth() {
        use RefundClock::{Calm, Late, Soon};
        let due = "Due by Wednesday 3 March 2027";
        let table = [
            ("2027-02-17", Calm, due),
            ("2027-02-26", Calm, due),
            ("2027-02-27", Soon, due),
            ("2027-03-02", Soon, due),
            ("2027-03-03", Soon, due),
            ("2027-03-04", Late, "Late since Thursday 4 March 2027"),
            ("2027-04-30", Late, "Late since Thursday 4 March 2027"),
        ];

        for asked in ["2027-02-17T00:00:00Z", "2027-02-17T23:59:59Z"].map(at) {
            for (today, clock, words) in table {
                assert_eq!(RefundClock::of(asked, day(today)), clock, "{today}");
                assert_eq!(clock_words(asked, day(today)), words, "{today}");
            }
        }
    }

    #[test]
    fn co_08_the_instant_that_finds_them_agrees_with_the_clock_on_both_sides_of_it() {
        // A day in winter, one in summer, and two with a change of the clocks in the ten days before.
        for today in ["2027-02-27", "2026-06-20", "2027-04-03", "2026-11-01"].map(day) {
            let found_before = reminded_if_before(today);

            assert_eq!(RefundClock::of(found_before - Duration::microseconds(1), today), RefundClock::Soon, "{today}");
            assert_eq!(RefundClock::of(found_before, today), RefundClock::Calm, "{today}");
        }
        assert_eq!(reminded_if_before(day("2026-06-20")), at("2026-06-10T23:00:00Z"));
        assert_eq!(reminded_if_before(day("2027-02-27")), at("2027-02-18T00:00:00Z"));
    }
}
