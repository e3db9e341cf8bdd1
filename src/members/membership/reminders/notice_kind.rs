//! Which notice a term is due on a day. Pure.

use chrono::{Days, NaiveDate};

use crate::members::membership::renewal::GRACE_DAYS;

/// A notice is still sent when the job comes so many days after grace was over (it was off, or has just begun to run).
const LATEST_DAYS_AFTER_GRACE: u64 = 7;

/// A renewal notice.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// From 60 days before the end: councils need the time to budget.
    SixtyDays,
    /// From 30 days before.
    ThirtyDays,
    /// From 7 days before.
    SevenDays,
    /// On the last day, and in grace when it was missed.
    LastDay,
    /// On the last day of grace.
    GraceOver,
}

impl NoticeKind {
    /// All of them, the earliest first.
    pub const ALL: [Self; 5] = [Self::SixtyDays, Self::ThirtyDays, Self::SevenDays, Self::LastDay, Self::GraceOver];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SixtyDays => "60_days",
            Self::ThirtyDays => "30_days",
            Self::SevenDays => "7_days",
            Self::LastDay => "last_day",
            Self::GraceOver => "grace_over",
        }
    }

    /// The last days of terms that are due this notice on `today`, the earliest and the latest, both inclusive. A notice that
    /// was missed is not sent once the next one is due.
    pub fn ends_between(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let ahead = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
        match self {
            Self::SixtyDays => (ahead(31), ahead(60)),
            Self::ThirtyDays => (ahead(8), ahead(30)),
            Self::SevenDays => (ahead(1), ahead(7)),
            Self::LastDay => (ago(GRACE_DAYS - 1), today),
            Self::GraceOver => (ago(GRACE_DAYS + LATEST_DAYS_AFTER_GRACE), ago(GRACE_DAYS)),
        }
    }
}

/// The notice that a term ending on `ends_on` is due on `today`.
pub fn due_notice(ends_on: NaiveDate, today: NaiveDate) -> Option<NoticeKind> {
    NoticeKind::ALL.into_iter().find(|kind| {
        let (earliest, latest) = kind.ends_between(today);
        earliest <= ends_on && ends_on <= latest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_notice_is_due_from_its_day_until_the_next_ones() {
        let table = [
            ("2027-09-30", None),
            ("2027-10-01", Some(NoticeKind::SixtyDays)),
            ("2027-10-30", Some(NoticeKind::SixtyDays)),
            ("2027-10-31", Some(NoticeKind::ThirtyDays)),
            ("2027-11-22", Some(NoticeKind::ThirtyDays)),
            ("2027-11-23", Some(NoticeKind::SevenDays)),
            ("2027-11-29", Some(NoticeKind::SevenDays)),
            ("2027-11-30", Some(NoticeKind::LastDay)),
            ("2027-12-29", Some(NoticeKind::LastDay)),
            ("2027-12-30", Some(NoticeKind::GraceOver)),
            ("2028-01-06", Some(NoticeKind::GraceOver)),
            ("2028-01-07", None),
        ];

        for (today, wanted) in table {
            assert_eq!(due_notice(day("2027-11-30"), day(today)), wanted, "{today}");
        }
    }

    #[test]
    fn days_are_counted_by_dates_over_the_clock_changes_and_29_february() {
        let table = [
            ("2027-04-04", "2027-03-28", Some(NoticeKind::SevenDays)),
            ("2027-04-04", "2027-03-27", Some(NoticeKind::ThirtyDays)),
            ("2026-11-01", "2026-10-25", Some(NoticeKind::SevenDays)),
            ("2026-11-01", "2026-10-24", Some(NoticeKind::ThirtyDays)),
            ("2028-03-07", "2028-02-29", Some(NoticeKind::SevenDays)),
            ("2028-03-08", "2028-02-29", Some(NoticeKind::ThirtyDays)),
            ("2028-02-29", "2028-02-29", Some(NoticeKind::LastDay)),
        ];

        for (ends_on, today, wanted) in table {
            assert_eq!(due_notice(day(ends_on), day(today)), wanted, "{ends_on} on {today}");
        }
    }

    #[test]
    fn a_term_is_never_due_two_notices_on_a_day() {
        let today = day("2027-06-01");
        for offset in 0..200_u64 {
            let ends_on = day("2027-03-01") + Days::new(offset);
            let due = NoticeKind::ALL.into_iter().filter(|kind| {
                let (earliest, latest) = kind.ends_between(today);
                earliest <= ends_on && ends_on <= latest
            });

            assert!(due.count() <= 1, "{ends_on}");
        }
    }
}
