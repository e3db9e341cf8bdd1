//! The demo's types of membership: three that run for twelve months, one of them decided by two people on evidence of its own, and one whose year is the
//! same for everybody.

use chrono::{Days, NaiveDate};

use crate::db::Tx;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{
    AppliedForBy, DayOfYear, EvidenceAsked, FixedYear, NewMembershipType, TypeVersion, create_membership_type,
};

/// What independent trainers declare beside what everybody does.
pub(super) const DECLARATION: &str = "I do not sell training under the charity’s name.\nI say whom I work for when I speak at a meeting of \
                                      the charity.";

/// Makes them, in force since long before everything else in the demo.
pub(super) async fn make(tx: &Tx, today: NaiveDate, now: Instant) -> Result<(), Unexpected> {
    for (position, (code, version)) in (1..).zip(membership_types()) {
        let valid_from = today - Days::new(2_000);
        let new = NewMembershipType { code: code.to_owned(), position, valid_from, version };
        create_membership_type(tx, new, now).await?;
    }
    Ok(())
}

fn membership_types() -> [(&'static str, TypeVersion); 4] {
    let full = TypeVersion {
        name: "Full member".to_owned(),
        who_for: "Practising independent reviewing officers".to_owned(),
        rights: "A vote at general meetings\nMembers’ meetings\nThe member price on training".to_owned(),
        applied_for_by: AppliedForBy::Anyone,
        term_months: 12,
        fixed_year: None,
        rejoin_months: Some(12),
        needs_decision: true,
        needs_second_decider: false,
        asks_registration: true,
        evidence: EvidenceAsked::NOTHING,
        renewal_needs_decision: false,
        has_vote: true,
        gives_member_price: true,
        is_in_directory: true,
        joining_price: Pence::new(6_000),
        renewal_price: Pence::new(6_000),
    };
    let associate = TypeVersion {
        name: "Associate".to_owned(),
        who_for: "Managers, academics and others who support our aims".to_owned(),
        rights: "Members’ meetings\nThe member price on training".to_owned(),
        needs_decision: false,
        asks_registration: false,
        has_vote: false,
        joining_price: Pence::new(4_000),
        renewal_price: Pence::new(4_000),
        ..full.clone()
    };
    let student = TypeVersion {
        name: "Student or newly qualified".to_owned(),
        who_for: "Students of social work, and social workers in their first year".to_owned(),
        rights: "Members’ meetings".to_owned(),
        fixed_year: Some(FixedYear {
            starts: DayOfYear::APRIL_1,
            rolls_over: DayOfYear::new(2, 1),
            lowest_price: Some(Pence::new(800)),
        }),
        gives_member_price: false,
        joining_price: Pence::new(2_400),
        renewal_price: Pence::new(2_400),
        ..associate.clone()
    };
    let independent = TypeVersion {
        name: "Independent trainer".to_owned(),
        who_for: "Trainers and consultants who sell their services to reviewing teams".to_owned(),
        needs_decision: true,
        needs_second_decider: true,
        evidence: EvidenceAsked { least_years: Some(5), declaration: DECLARATION.to_owned(), ..EvidenceAsked::NOTHING },
        renewal_needs_decision: true,
        is_in_directory: false,
        joining_price: Pence::new(6_000),
        renewal_price: Pence::new(6_000),
        ..associate.clone()
    };
    [("full", full), ("associate", associate), ("student", student), ("independent", independent)]
}
