//! Whether a discount code may be used for a booking (ELG-12 to ELG-14). Pure; that its last use goes to one buyer only is for the
//! guarded statement that counts it to say.

use super::code_text::CodeText;
use super::offers::{CodeOffer, Reduction};
use crate::kernel::{Instant, Pence};

/// What is said of every code that cannot be used, whatever the reason (ELG-14).
pub const DOES_NOT_APPLY: &str =
    "This code cannot be used for this booking. Compare it with the message it came in, or book without it.";

/// What a code may do that most may not (ELG-12); all off unless an officer says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodePowers {
    /// It comes off the member or early price, too (ELG-10: stacking only where a code says so).
    pub may_be_combined: bool,
    /// Its bookings are made even when every place is taken.
    pub passes_capacity: bool,
    /// It opens dates that are booked with a code only.
    pub opens_hidden: bool,
}

/// A code as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTerms {
    /// Row id.
    pub id: i64,
    /// What buyers type.
    pub code: CodeText,
    /// What it is for, for officers.
    pub name: String,
    /// What it takes off.
    pub reduction: Reduction,
    /// From when on it may be used (inclusive).
    pub starts_at: Option<Instant>,
    /// The first instant at which it may no longer be used (CLK-6).
    pub ends_at: Option<Instant>,
    /// An officer has ended it.
    pub ended_at: Option<Instant>,
    /// Bookings that may use it.
    pub most_uses: Option<i32>,
    /// Bookings of one person that may use it.
    pub most_uses_a_person: Option<i32>,
    /// Fewest places in a booking.
    pub least_places: i32,
    /// Most places in a booking.
    pub most_places: Option<i32>,
    /// What it may give away in all.
    pub budget: Option<Pence>,
    /// The booker must be signed in as a member.
    pub members_only: bool,
    /// Courses whose dates it is for.
    pub courses: Vec<i64>,
    /// Dates it is for; with `courses`, either will do; both empty, every date.
    pub events: Vec<i64>,
    /// Bookings that use it now.
    pub uses: i32,
    /// What it gives away now.
    pub given: Pence,
    /// What it may do that most may not.
    pub powers: CodePowers,
    /// When it was made.
    pub created_at: Instant,
}

/// The booking it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Which date.
    pub event_id: i64,
    /// Its course.
    pub course_id: Option<i64>,
    /// How many places.
    pub places: usize,
    /// The booker is signed in and a member today.
    pub booker_is_member: bool,
    /// Other bookings of this booker that use the code.
    pub used_before: i64,
    /// When.
    pub now: Instant,
}

impl CodeTerms {
    /// Whether all of its terms hold for this booking; the budget is looked at with the price, by [`Self::can_give`].
    pub fn applies(&self, asking: &Asking) -> bool {
        let places = i32::try_from(asking.places).unwrap_or(i32::MAX);
        let in_time = self.starts_at.is_none_or(|starts| starts <= asking.now)
            && [self.ends_at, self.ended_at].into_iter().flatten().all(|ends| asking.now < ends);
        let uses_left = self.most_uses.is_none_or(|most| self.uses < most)
            && self.most_uses_a_person.is_none_or(|most| asking.used_before < i64::from(most));
        let fits = places >= self.least_places && self.most_places.is_none_or(|most| places <= most);
        let is_here = self.courses.is_empty() && self.events.is_empty()
            || self.events.contains(&asking.event_id)
            || asking.course_id.is_some_and(|course| self.courses.contains(&course));
        in_time && uses_left && fits && is_here && (asking.booker_is_member || !self.members_only)
    }

    /// Whether its budget has room for `amount` more.
    pub fn can_give(&self, amount: Pence) -> bool {
        self.budget.is_none_or(|budget| self.given + amount <= budget)
    }

    /// As far as prices are concerned.
    pub fn offer(&self) -> CodeOffer {
        CodeOffer {
            code: self.code.clone(),
            reduction: self.reduction,
            combines: self.powers.may_be_combined,
            created_at: self.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone, Utc};

    use super::*;

    fn now() -> Instant {
        Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap()
    }

    fn terms() -> CodeTerms {
        CodeTerms {
            id: 1,
            code: CodeText::parse("AUTUMN").unwrap(),
            name: "Autumn".to_owned(),
            reduction: Reduction::Percent(10),
            starts_at: None,
            ends_at: None,
            ended_at: None,
            most_uses: None,
            most_uses_a_person: None,
            least_places: 1,
            most_places: None,
            budget: None,
            members_only: false,
            courses: Vec::new(),
            events: Vec::new(),
            uses: 0,
            given: Pence::ZERO,
            powers: CodePowers::default(),
            created_at: now(),
        }
    }

    const ASKING: Asking = Asking {
        event_id: 7,
        course_id: Some(3),
        places: 2,
        booker_is_member: false,
        used_before: 0,
        now: Instant::UNIX_EPOCH,
    };

    fn asking() -> Asking {
        Asking { now: now(), ..ASKING }
    }

    #[test]
    fn clk_6_it_starts_at_its_instant_and_is_over_at_its_end() {
        let moment = Duration::microseconds(1);
        let table = [
            (terms(), true),
            (CodeTerms { starts_at: Some(now()), ..terms() }, true),
            (CodeTerms { starts_at: Some(now() + moment), ..terms() }, false),
            (CodeTerms { ends_at: Some(now() + moment), ..terms() }, true),
            (CodeTerms { ends_at: Some(now()), ..terms() }, false),
            (CodeTerms { ended_at: Some(now()), ..terms() }, false),
        ];
        for (terms, expected) in table {
            assert_eq!(terms.applies(&asking()), expected, "{terms:?}");
        }
    }

    #[test]
    fn elg_12_every_term_must_hold() {
        let table = [
            (CodeTerms { most_uses: Some(2), uses: 1, ..terms() }, true),
            (CodeTerms { most_uses: Some(2), uses: 2, ..terms() }, false),
            (CodeTerms { least_places: 2, ..terms() }, true),
            (CodeTerms { least_places: 3, ..terms() }, false),
            (CodeTerms { most_places: Some(2), ..terms() }, true),
            (CodeTerms { most_places: Some(1), ..terms() }, false),
            (CodeTerms { courses: vec![3], ..terms() }, true),
            (CodeTerms { courses: vec![4], ..terms() }, false),
            (CodeTerms { events: vec![7], ..terms() }, true),
            (CodeTerms { events: vec![8], ..terms() }, false),
            (CodeTerms { courses: vec![4], events: vec![7], ..terms() }, true),
            (CodeTerms { members_only: true, ..terms() }, false),
        ];
        for (terms, expected) in table {
            assert_eq!(terms.applies(&asking()), expected, "{terms:?}");
        }
        let members = CodeTerms { members_only: true, ..terms() };
        assert!(members.applies(&Asking { booker_is_member: true, ..asking() }));
        let meeting = CodeTerms { courses: vec![3], ..terms() };
        assert!(!meeting.applies(&Asking { course_id: None, ..asking() }));
    }

    #[test]
    fn elg_12_one_person_uses_it_no_more_often_than_allowed() {
        let once = CodeTerms { most_uses_a_person: Some(1), ..terms() };
        for (used_before, expected) in [(0, true), (1, false), (2, false)] {
            assert_eq!(once.applies(&Asking { used_before, ..asking() }), expected);
        }
    }

    #[test]
    fn elg_12_the_budget_is_never_passed() {
        let terms = CodeTerms { budget: Some(Pence::new(1_000)), given: Pence::new(400), ..terms() };
        for (amount, expected) in [(600, true), (601, false)] {
            assert_eq!(terms.can_give(Pence::new(amount)), expected);
        }
    }
}
