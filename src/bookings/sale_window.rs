//! Whether places can be booked now, and if not, why (SES-3, SES-10, WEB-6). Pure.

use chrono::Duration;

use super::pricing::Prices;
use super::refund_policy::EventDates;
use crate::kernel::Instant;
use crate::kernel::uk_time::{date_and_time, last_whole_day, london_date, long_date, start_of_day};

/// What the decision depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaleFacts {
    /// Published and not cancelled.
    pub is_published: bool,
    /// Cancelled by the organiser.
    pub is_cancelled: bool,
    /// Dates, when at least the day is known.
    pub dates: Option<EventDates>,
    /// In person closes earlier than online.
    pub in_person: bool,
    /// An officer's own closing instant.
    pub closes_at: Option<Instant>,
    /// Prices.
    pub prices: Prices,
}

/// Why nothing can be booked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOnSale {
    /// Not published.
    #[error("Bookings are not open yet.")]
    NotPublished,
    /// CH-03: whoever books must be told who the charity is. It is no fact of the event, so [`SaleFacts::check`] does not say it.
    #[error(
        "Bookings are not open yet: the association has still to fill in its own details on this site. Please look again in a few days."
    )]
    NotSetUp,
    /// The organiser cancelled.
    #[error("This date has been cancelled. No bookings are taken.")]
    Cancelled,
    /// Neither day nor month is enough to sell (SES-3).
    #[error("Bookings open when the date is announced.")]
    DateUnknown,
    /// A refund deadline needs an instant, so paid places need a time (SES-3).
    #[error("Bookings open when the time is announced.")]
    TimeUnknown,
    /// Past its closing instant.
    #[error("Bookings for this date have closed. Write to us if you still hope to come.")]
    Closed,
    /// Already begun or over.
    #[error("This event has already taken place.")]
    Over,
}

impl SaleFacts {
    /// The last instant at which bookings are taken: one hour before an online start, two days before one in person, unless an
    /// officer set another (SES-10). A day without a time closes when the day begins. A closing at midnight is the end of the day
    /// before, and that midnight is too late (CLK-5).
    pub fn closing_instant(&self) -> Option<Instant> {
        let dates = self.dates?;
        let usual = match dates.starts_at {
            Some(starts_at) if self.in_person => starts_at - Duration::hours(48),
            Some(starts_at) => starts_at - Duration::hours(1),
            None => dates.begins(),
        };
        let closes = self.closes_at.unwrap_or(usual);
        Some(if is_midnight(closes) { closes - A_MOMENT } else { closes })
    }

    /// `Ok` while bookings are taken. A cut-off in hours is inclusive at its instant (CLK-5).
    pub fn check(&self, now: Instant) -> Result<(), NotOnSale> {
        if self.is_cancelled {
            return Err(NotOnSale::Cancelled);
        }
        if !self.is_published {
            return Err(NotOnSale::NotPublished);
        }
        let (Some(dates), Some(closes)) = (self.dates, self.closing_instant()) else {
            return Err(NotOnSale::DateUnknown);
        };
        if dates.starts_at.is_none() && !self.prices.is_free() {
            return Err(NotOnSale::TimeUnknown);
        }
        if now >= dates.started_from() {
            return Err(NotOnSale::Over);
        }
        if now > closes {
            return Err(NotOnSale::Closed);
        }
        Ok(())
    }
}

/// The smallest step of our clock.
const A_MOMENT: Duration = Duration::microseconds(1);

/// Until when bookings are taken, after the word "until": "the end of Tuesday 15 December 2026" for a
/// [`closing_instant`](SaleFacts::closing_instant) that ends a day (CLK-5), else "Tuesday 15 December 2026 at 8:30am (UK time)".
pub fn closing_words(closes: Instant) -> String {
    let too_late = closes + A_MOMENT;
    if is_midnight(too_late) {
        format!("the end of {}", long_date(last_whole_day(too_late)))
    } else {
        date_and_time(closes)
    }
}

/// The midnight that begins a London day.
fn is_midnight(at: Instant) -> bool {
    start_of_day(london_date(at)) == at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Pence;
    use chrono::{NaiveDate, TimeZone, Utc};

    fn facts() -> SaleFacts {
        SaleFacts {
            is_published: true,
            is_cancelled: false,
            dates: Some(EventDates {
                first_day: NaiveDate::from_ymd_opt(2026, 9, 4).unwrap(),
                starts_at: Some(start()),
            }),
            in_person: false,
            closes_at: None,
            prices: Prices { standard: Pence::new(9_000), member: None },
        }
    }

    fn start() -> Instant {
        Utc.with_ymd_and_hms(2026, 9, 4, 8, 30, 0).unwrap()
    }

    #[test]
    fn ses_10_online_closes_an_hour_before_and_in_person_two_days() {
        let tick = Duration::microseconds(1);
        for (in_person, closes) in [(false, start() - Duration::hours(1)), (true, start() - Duration::hours(48))] {
            let facts = SaleFacts { in_person, ..facts() };
            assert_eq!(facts.check(closes), Ok(()), "inclusive at the instant (CLK-5)");
            assert_eq!(facts.check(closes + tick), Err(NotOnSale::Closed));
            assert_eq!(facts.check(start()), Err(NotOnSale::Over));
        }
    }

    #[test]
    fn ses_3_paid_places_need_a_time_free_ones_only_a_day() {
        let day_only = Some(EventDates { first_day: NaiveDate::from_ymd_opt(2026, 9, 16).unwrap(), starts_at: None });
        let now = start();

        assert_eq!(SaleFacts { dates: day_only, ..facts() }.check(now), Err(NotOnSale::TimeUnknown));
        let free = SaleFacts { dates: day_only, prices: Prices { standard: Pence::ZERO, member: None }, ..facts() };
        assert_eq!(free.check(now), Ok(()));
        assert_eq!(SaleFacts { dates: None, ..free }.check(now), Err(NotOnSale::DateUnknown));
    }

    #[test]
    fn clk_5_a_closing_at_midnight_is_the_end_of_the_day_before() {
        let day_only = |day: &str| SaleFacts {
            dates: Some(EventDates { first_day: day.parse().unwrap(), starts_at: None }),
            prices: Prices { standard: Pence::ZERO, member: None },
            ..facts()
        };
        let closed_by_officer = |at: &str| SaleFacts { closes_at: at.parse().ok(), ..facts() };
        let table = [
            (day_only("2026-12-16"), "2026-12-16T00:00:00Z", "the end of Tuesday 15 December 2026"),
            (day_only("2026-09-16"), "2026-09-15T23:00:00Z", "the end of Tuesday 15 September 2026"),
            // The clocks go forward on the day before the first, and back on the day of the second.
            (day_only("2027-03-29"), "2027-03-28T23:00:00Z", "the end of Sunday 28 March 2027"),
            (day_only("2026-10-25"), "2026-10-24T23:00:00Z", "the end of Saturday 24 October 2026"),
            (
                closed_by_officer("2026-08-31T22:59:59.999999Z"),
                "2026-08-31T23:00:00Z",
                "the end of Monday 31 August 2026",
            ),
            (closed_by_officer("2026-08-31T23:00:00Z"), "2026-08-31T23:00:00Z", "the end of Monday 31 August 2026"),
        ];

        for (facts, midnight, words) in table {
            let midnight: Instant = midnight.parse().unwrap();
            let closes = facts.closing_instant().unwrap();
            assert_eq!(closing_words(closes), words);
            assert_eq!(facts.check(closes), Ok(()), "{words}");
            assert_eq!((closes + A_MOMENT, facts.check(midnight)), (midnight, Err(NotOnSale::Closed)), "{words}");
        }
    }

    #[test]
    fn a_closing_at_another_hour_is_told_to_the_minute() {
        let table = [
            ("2026-09-04T07:30:00Z", "Friday 4 September 2026 at 8:30am (UK time)"),
            ("2026-12-16T12:00:00Z", "Wednesday 16 December 2026 at midday (UK time)"),
            // Midnight in UTC is one o'clock in a London summer.
            ("2026-09-01T00:00:00Z", "Tuesday 1 September 2026 at 1:00am (UK time)"),
        ];

        for (at, words) in table {
            let closes_at = at.parse().ok();
            let closes = SaleFacts { closes_at, ..facts() }.closing_instant().unwrap();
            assert_eq!((closing_words(closes).as_str(), Some(closes)), (words, closes_at));
        }
    }

    #[test]
    fn a_draft_or_cancelled_date_takes_no_bookings() {
        let now = start() - Duration::days(30);
        assert_eq!(SaleFacts { is_published: false, ..facts() }.check(now), Err(NotOnSale::NotPublished));
        assert_eq!(
            SaleFacts { is_published: false, is_cancelled: true, ..facts() }.check(now),
            Err(NotOnSale::Cancelled)
        );
    }

    #[test]
    fn an_officer_may_close_earlier_or_later() {
        let closes_at = Some(start() - Duration::days(3));
        assert_eq!(SaleFacts { closes_at, ..facts() }.check(start() - Duration::days(2)), Err(NotOnSale::Closed));
    }
}
