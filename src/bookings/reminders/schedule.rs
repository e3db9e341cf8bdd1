//! When people are reminded of a date they have a place on, and what becomes of a reminder that is late (RMD-2 to RMD-6). Pure.

use chrono::{Days, Duration, NaiveDate, NaiveTime};

use crate::bookings::refund_policy::EventDates;
use crate::events::running::RunDecision;
use crate::kernel::uk_time::{resolve, start_of_day};
use crate::kernel::{Instant, WorkingDays};

/// What people are reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reminder {
    /// The booker, that the last day is near on which money comes back; for what was paid only.
    RefundDay,
    /// Everybody who comes, and a booker who does not.
    Week,
    /// Everybody who comes: what to get ready, and to say what they need.
    TwoWorkingDays,
    /// Everybody who comes: where to join.
    Hour,
}

/// Working days between the third reminder and the event.
const WORKING_DAYS: usize = 2;
/// A reminder that is later than this is not sent any more; officers see that it was missed (RMD-5).
const LATEST: Duration = Duration::hours(6);

impl Reminder {
    /// In the order in which they fall due.
    pub const ALL: [Self; 4] = [Self::RefundDay, Self::Week, Self::TwoWorkingDays, Self::Hour];

    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::RefundDay => "refund_day",
            Self::Week => "week",
            Self::TwoWorkingDays => "two_working_days",
            Self::Hour => "hour",
        }
    }

    /// What officers call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::RefundDay => "The day before the last refund day, to who booked",
            Self::Week => "A week before",
            Self::TwoWorkingDays => "Two working days before",
            Self::Hour => "An hour before",
        }
    }

    /// When it falls due, by the event's dates as they are now (RMD-3) and, for money, by the last London day on which any comes
    /// back. By day at nine in the morning, which is also when a day without a time is taken to begin (SES-4). None where no money
    /// comes back.
    pub fn due_at(self, days: &WorkingDays, dates: EventDates, last_refund_day: Option<NaiveDate>) -> Option<Instant> {
        match self {
            Self::RefundDay => morning(last_refund_day?.pred_opt()?),
            Self::Week => morning(dates.first_day.checked_sub_days(Days::new(7))?),
            Self::TwoWorkingDays => morning(days.before(dates.first_day, WORKING_DAYS)),
            Self::Hour => Some(dates.starts_at.or_else(|| morning(dates.first_day))? - Duration::hours(1)),
        }
    }
}

/// Nine o'clock in London: a time that no change of the clocks touches.
fn morning(day: NaiveDate) -> Option<Instant> {
    resolve(day.and_time(NaiveTime::from_hms_opt(9, 0, 0)?)).ok()
}

/// The instant that stands for the event's start in what is noted: another one, and everybody is reminded anew.
pub fn begins_at(dates: EventDates) -> Instant {
    dates.starts_at.unwrap_or_else(|| start_of_day(dates.first_day))
}

/// What is to be done about a reminder now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: it is early, or it fell due before reminding began.
    Leave,
    /// Send it.
    Send,
    /// Too late: note it for officers.
    Miss,
}

/// What becomes at `now` of a reminder due at `due`, for a date that people are reminded of since `since`: since the site reminds, or
/// since the date was changed last, of which they were told (RMD-3). Nobody is reminded of what has begun.
pub fn verdict(due: Instant, dates: EventDates, since: Instant, now: Instant) -> Verdict {
    if now < due || due < since {
        Verdict::Leave
    } else if now - due < LATEST && now < dates.started_from() {
        Verdict::Send
    } else {
        Verdict::Miss
    }
}

/// Since when people are reminded of a date whose running stands at `run`; never while it may not run (SES-7), and of what fell due
/// before it was confirmed neither: everybody was told all of it then (RMD-4). The last refund day is another matter.
pub fn reminded_since(reminder: Reminder, since: Instant, run: Option<RunDecision>) -> Option<Instant> {
    match run {
        Some(run) if reminder != Reminder::RefundDay => {
            run.confirmed_at.map(|confirmed| std::cmp::max(since, confirmed))
        }
        _ => Some(since),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::running::Minimum;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dates(first_day: &str, starts_at: Option<&str>) -> EventDates {
        EventDates { first_day: day(first_day), starts_at: starts_at.map(at) }
    }

    #[test]
    fn rmd_2_each_reminder_is_due_by_the_clock_on_the_wall() {
        // Monday 31 August 2026 is a bank holiday; the clocks go back on Sunday 25 October 2026.
        let summer = dates("2026-09-02", Some("2026-09-02T08:30:00Z"));
        let autumn = dates("2026-10-28", Some("2026-10-28T09:30:00Z"));
        let date_only = dates("2026-12-16", None);
        let table = [
            (Reminder::RefundDay, summer, Some("2026-08-24T08:00:00Z")),
            (Reminder::Week, summer, Some("2026-08-26T08:00:00Z")),
            (Reminder::TwoWorkingDays, summer, Some("2026-08-28T08:00:00Z")),
            (Reminder::Hour, summer, Some("2026-09-02T07:30:00Z")),
            (Reminder::Week, autumn, Some("2026-10-21T08:00:00Z")),
            (Reminder::TwoWorkingDays, autumn, Some("2026-10-26T09:00:00Z")),
            (Reminder::Hour, autumn, Some("2026-10-28T08:30:00Z")),
            (Reminder::Week, date_only, Some("2026-12-09T09:00:00Z")),
            (Reminder::Hour, date_only, Some("2026-12-16T08:00:00Z")),
        ];
        for (reminder, dates, due) in table {
            let due_at = reminder.due_at(&WorkingDays::shipped(), dates, Some(day("2026-08-25")));
            assert_eq!(due_at, due.map(at), "{reminder:?} of {dates:?}");
        }
        assert_eq!(
            Reminder::RefundDay.due_at(&WorkingDays::shipped(), summer, None),
            None,
            "nothing was paid, or nothing comes back"
        );
    }

    #[test]
    fn rmd_5_less_than_six_hours_late_is_sent_and_later_is_missed() {
        let event = dates("2026-09-02", Some("2026-09-02T08:30:00Z"));
        let due = at("2026-08-26T08:00:00Z");
        let long_ago = at("2026-01-01T00:00:00Z");
        let table = [
            (due, long_ago, "2026-08-26T07:59:59Z", Verdict::Leave),
            (due, long_ago, "2026-08-26T08:00:00Z", Verdict::Send),
            (due, long_ago, "2026-08-26T13:59:59Z", Verdict::Send),
            (due, long_ago, "2026-08-26T14:00:00Z", Verdict::Miss),
            (due, due, "2026-08-26T09:00:00Z", Verdict::Send),
            (due, due + Duration::seconds(1), "2026-08-26T09:00:00Z", Verdict::Leave),
            // An hour before: nobody is told to join what has begun.
            (at("2026-09-02T07:30:00Z"), long_ago, "2026-09-02T08:29:59Z", Verdict::Send),
            (at("2026-09-02T07:30:00Z"), long_ago, "2026-09-02T08:30:00Z", Verdict::Miss),
        ];
        for (due, since, now, wanted) in table {
            assert_eq!(verdict(due, event, since, at(now)), wanted, "{due} at {now}");
        }
    }

    #[test]
    fn ses_7_nobody_is_reminded_to_come_before_the_date_is_known_to_run() {
        let (since, later) = (at("2026-08-01T09:00:00Z"), at("2026-08-28T11:00:00Z"));
        let open = RunDecision {
            minimum: Minimum { places: 8, decide_at: later },
            confirmed_at: None,
            short_at: Some(at("2026-08-28T11:00:00Z")),
        };
        let confirmed = RunDecision { confirmed_at: Some(later), ..open };
        let early = RunDecision { confirmed_at: Some(at("2026-07-01T09:00:00Z")), ..open };
        let table = [
            (Reminder::Week, None, Some(since)),
            (Reminder::Week, Some(open), None),
            (Reminder::Hour, Some(open), None),
            (Reminder::RefundDay, Some(open), Some(since)),
            (Reminder::Week, Some(confirmed), Some(later)),
            (Reminder::RefundDay, Some(confirmed), Some(since)),
            (Reminder::Hour, Some(early), Some(since)),
        ];
        for (reminder, run, wanted) in table {
            assert_eq!(reminded_since(reminder, since, run), wanted, "{reminder:?} {run:?}");
        }
    }

    #[test]
    fn a_date_without_a_time_begins_with_its_day() {
        assert_eq!(begins_at(dates("2026-09-02", None)), at("2026-09-01T23:00:00Z"));
        assert_eq!(begins_at(dates("2026-09-02", Some("2026-09-02T08:30:00Z"))), at("2026-09-02T08:30:00Z"));
    }
}
