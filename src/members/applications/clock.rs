//! The 21 days in which an application is answered.

use chrono::{Days, NaiveDate};

/// Days from the London day of sending to the day by which we answer (rules 2.2).
pub const REPLY_DAYS: u64 = 21;
/// From this many days before the end on, the desk says that it is urgent.
const URGENT_DAYS: i64 = 5;

/// The day by which we answer an application sent on `day`.
pub fn reply_by(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(REPLY_DAYS)).unwrap_or(NaiveDate::MAX)
}

/// The same when the clock stood still from the day of a question to the day of its answer.
pub fn reply_by_after_answer(before: NaiveDate, asked_on: NaiveDate, answered_on: NaiveDate) -> NaiveDate {
    let waited = u64::try_from((answered_on - asked_on).num_days()).unwrap_or(0);
    before.checked_add_days(Days::new(waited)).unwrap_or(NaiveDate::MAX)
}

/// How urgent an answer is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// There is time.
    Calm,
    /// Few days are left.
    Soon,
    /// The day has gone by.
    Late,
}

impl Urgency {
    /// The urgency on `today` of an answer that is due.
    pub fn of(reply_by: NaiveDate, today: NaiveDate) -> Self {
        match (reply_by - today).num_days() {
            left if left < 0 => Self::Late,
            left if left <= URGENT_DAYS => Self::Soon,
            _ => Self::Calm,
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
}

/// The clock in words, because colour alone says nothing.
pub fn clock_words(reply_by: NaiveDate, today: NaiveDate) -> String {
    match (reply_by - today).num_days() {
        -1 => "1 day late".to_owned(),
        left if left < 0 => format!("{} days late", -left),
        0 => "Answer today".to_owned(),
        1 => "1 day left".to_owned(),
        left => format!("{left} days left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_answer_is_due_on_the_twenty_first_day() {
        let table = [("2026-11-22", "2026-12-13"), ("2026-12-20", "2027-01-10"), ("2028-02-20", "2028-03-12")];

        for (sent, due) in table {
            assert_eq!(reply_by(day(sent)), day(due));
        }
    }

    #[test]
    fn the_clock_stands_still_while_the_applicant_is_asked() {
        let table = [("2026-12-05", "2026-12-15"), ("2026-11-25", "2026-12-05"), ("2026-11-20", "2026-12-05")];

        for (answered, due) in table {
            let due_again = reply_by_after_answer(day("2026-12-05"), day("2026-11-25"), day(answered));
            assert_eq!(due_again, day(due), "{answered}");
        }
    }

    #[test]
    fn urgency_turns_at_five_days_and_after_the_last() {
        let table = [
            ("2026-12-07", Urgency::Calm, "6 days left"),
            ("2026-12-08", Urgency::Soon, "5 days left"),
            ("2026-12-12", Urgency::Soon, "1 day left"),
            ("2026-12-13", Urgency::Soon, "Answer today"),
            ("2026-12-14", Urgency::Late, "1 day late"),
            ("2026-12-20", Urgency::Late, "7 days late"),
        ];

        for (today, urgency, words) in table {
            assert_eq!(Urgency::of(day("2026-12-13"), day(today)), urgency, "{today}");
            assert_eq!(clock_words(day("2026-12-13"), day(today)), words, "{today}");
        }
    }
}
