//! Whether places can be booked now, and if not, why (SES-3, SES-10, WEB-6). Pure.

use chrono::Duration;

use super::pricing::Prices;
use super::refund_policy::EventDates;
use crate::kernel::Instant;

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
    /// officer set another (SES-10). A day without a time closes when the day begins.
    pub fn closing_instant(&self) -> Option<Instant> {
        let dates = self.dates?;
        let usual = match dates.starts_at {
            Some(starts_at) if self.in_person => starts_at - Duration::hours(48),
            Some(starts_at) => starts_at - Duration::hours(1),
            None => dates.begins(),
        };
        Some(self.closes_at.unwrap_or(usual))
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
