//! What people who have booked may do when we move an event (REF-13, SES-4, RMD-11). Pure.

use chrono::Duration;

use crate::bookings::refund_policy::EventDates;
use crate::bookings::refund_terms::PolicyDates;
use crate::events::{EventContent, EventMode, EventWhen};
use crate::kernel::Instant;
use crate::kernel::uk_time::{end_of_days_after, london_date};

/// A start that moves by more than this is another time; an hour exactly is not.
pub const SMALL_SHIFT: Duration = Duration::minutes(60);
/// At least this many London days after the day of the notice to choose.
pub const DAYS_TO_CHOOSE: u32 = 7;
/// Edits within this time make one notice (RMD-11).
pub const NOTICE_AFTER: Duration = Duration::minutes(10);

/// What an edit means to people who have booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// They must be told.
    pub is_told: bool,
    /// Date, time or mode is so different that everything comes back to whoever asks in time.
    pub gives_choice: bool,
    /// Date or time are otherwise now, not only announced.
    pub moves_time: bool,
}

/// Reads an edit. A time that is announced for a day known before is told, and gives no refund (SES-4).
pub fn meaning(before: &EventContent, after: &EventContent) -> Meaning {
    let same_place = (before.mode, before.platform, &before.venue) == (after.mode, after.platform, &after.venue);
    let same_when = before.when == after.when;
    let moves_time = !same_when && !is_announcement(&before.when, &after.when);
    Meaning {
        is_told: !same_when || !same_place || before.title != after.title,
        gives_choice: is_other_mode(before.mode, after.mode) || moves_time && is_other_time(&before.when, &after.when),
        moves_time,
    }
}

fn is_announcement(before: &EventWhen, after: &EventWhen) -> bool {
    let same_day = before.known_day().is_none_or(|day| Some(day) == after.known_day());
    before.starts_at().is_none() && after.starts_at().is_some() && same_day
}

/// Online to in person or back; a hybrid event takes nothing away from those who chose either, so it counts too.
fn is_other_mode(before: EventMode, after: EventMode) -> bool {
    before != after
}

fn is_other_time(before: &EventWhen, after: &EventWhen) -> bool {
    if before.known_day() != after.known_day() {
        return true;
    }
    match (before.starts_at(), after.starts_at()) {
        (Some(before), Some(after)) => (before - after).abs() > SMALL_SHIFT,
        (before, after) => before.is_some() != after.is_some(),
    }
}

/// Until when the choice is open (exclusive): the later of the new deadline for a full refund and seven days after the notice,
/// never after the new start (REF-13).
pub fn choice_until(own: &PolicyDates, noticed_at: Instant) -> Instant {
    let seven_days = end_of_days_after(london_date(noticed_at), DAYS_TO_CHOOSE);
    let until = own.full_refund_until().map_or(seven_days, |deadline| std::cmp::max(deadline, seven_days));
    std::cmp::min(until, own.dates.started_from())
}

/// The first instant at which an event counts as begun, for whoever has to choose.
pub fn is_over(dates: EventDates, now: Instant) -> bool {
    now >= dates.started_from()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::refund_policy::{RefundPolicy, RefundTier};
    use crate::events::{DateCertainty, Platform, WallTime};
    use crate::kernel::uk_time::resolve;

    fn timed(day: &str, starts: &str) -> EventWhen {
        let typed = WallTime { day: day.parse().ok(), starts: starts.parse().ok(), ends: "17:00:00".parse().ok() };
        EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
    }

    fn content(when: EventWhen) -> EventContent {
        EventContent {
            title: "Talk".to_owned(),
            summary: String::new(),
            description: String::new(),
            when,
            mode: EventMode::Online,
            platform: Platform::Zoom,
            venue: String::new(),
            join_url: None,
            link_promised_on: None,
            cpd_minutes: 0,
            resources: String::new(),
            facilitators: Vec::new(),
        }
    }

    #[test]
    fn ref_13_another_day_another_mode_or_more_than_sixty_minutes_give_a_choice() {
        let before = content(timed("2026-09-14", "09:30:00"));
        let day_only = content(EventWhen::DateOnly("2026-09-14".parse().unwrap()));
        let at = |when| EventContent { when, ..before.clone() };
        let told = |gives_choice, moves_time| Meaning { is_told: true, gives_choice, moves_time };
        let table = [
            (before.clone(), before.clone(), Meaning { is_told: false, gives_choice: false, moves_time: false }),
            (before.clone(), at(timed("2026-09-15", "09:30:00")), told(true, true)),
            (before.clone(), at(timed("2026-09-14", "10:30:00")), told(false, true)),
            (before.clone(), at(timed("2026-09-14", "10:31:00")), told(true, true)),
            (before.clone(), at(timed("2026-09-14", "08:30:00")), told(false, true)),
            (before.clone(), at(timed("2026-09-14", "08:29:00")), told(true, true)),
            (before.clone(), EventContent { mode: EventMode::InPerson, ..before.clone() }, told(true, false)),
            (before.clone(), EventContent { venue: "Hall".to_owned(), ..before.clone() }, told(false, false)),
            (before.clone(), EventContent { title: "Lecture".to_owned(), ..before.clone() }, told(false, false)),
            (day_only.clone(), before.clone(), told(false, false)),
            (day_only, at(timed("2026-09-15", "09:30:00")), told(true, true)),
        ];
        for (from, to, expected) in table {
            assert_eq!(meaning(&from, &to), expected, "{:?} {:?} to {:?} {:?}", from.when, from.mode, to.when, to.mode);
        }
        let summary = EventContent { summary: "New".to_owned(), ..before.clone() };
        assert!(!meaning(&before, &summary).is_told, "the summary is nobody's calendar");
    }

    fn own(first_day: &str, days_before: u32) -> PolicyDates {
        let first_day = first_day.parse().unwrap();
        let tiers = vec![RefundTier { days_before, percent: 100 }];
        let starts_at = resolve(chrono::NaiveDate::and_hms_opt(&first_day, 9, 30, 0).unwrap()).ok();
        PolicyDates {
            policy: RefundPolicy { id: 1, name: String::new(), tiers },
            dates: EventDates { first_day, starts_at },
        }
    }

    #[test]
    fn ref_13_the_later_of_the_new_deadline_and_seven_days_after_the_notice_never_after_the_start() {
        let noticed: Instant = "2026-11-10T15:00:00Z".parse().unwrap();
        let table = [
            ("2026-12-03", 7, "2026-11-27T00:00:00Z"),
            ("2026-11-20", 7, "2026-11-18T00:00:00Z"),
            ("2026-11-25", 7, "2026-11-19T00:00:00Z"),
            ("2026-11-24", 7, "2026-11-18T00:00:00Z"),
            ("2026-11-14", 7, "2026-11-14T09:30:00Z"),
        ];
        for (first_day, days, expected) in table {
            assert_eq!(
                choice_until(&own(first_day, days), noticed),
                expected.parse::<Instant>().unwrap(),
                "{first_day}"
            );
        }
        let never = PolicyDates {
            policy: RefundPolicy { id: 1, name: String::new(), tiers: Vec::new() },
            ..own("2026-12-03", 7)
        };
        assert_eq!(choice_until(&never, noticed), "2026-11-18T00:00:00Z".parse::<Instant>().unwrap());
    }
}
