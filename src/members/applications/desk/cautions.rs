//! What a decider should weigh before deciding: a resolution that keeps the applicant out, a shared employer (rules 2.2, 2.3).

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::kernel::Unexpected;
use crate::kernel::uk_time::long_date;
use crate::members::applications::ApplicationRecord;
use crate::members::employers::employer_of;
use crate::members::membership::{FactRecord, OfferedType, removal_in_force};

/// The sentences, for this officer.
pub(super) async fn cautions(
    db: &impl ConnectionTrait,
    (application, officer_id): (&ApplicationRecord, i64),
    offered: Option<&OfferedType>,
    today: NaiveDate,
) -> Result<Vec<String>, Unexpected> {
    let removal = removal_in_force(db, application.person_id, today).await?;
    let own = employer_of(db, officer_id).await?;
    let theirs = &application.answers.employer.reference;
    let shared = own
        .filter(|own| !theirs.is_empty() && own.reference == *theirs && own.kind.is_none_or(|kind| !kind.asks_name()));
    let shortfall = offered.filter(|offered| {
        let years = application.answers.years_qualified;
        years.is_some_and(|years| offered.version.evidence.falls_short(years))
    });
    let said = [
        removal.as_ref().map(removal_words),
        shared.map(|own| {
            format!(
                "You and the applicant both work for {}. If you manage them, or they manage you, leave this to somebody else.",
                own.name
            )
        }),
        shortfall.map(|_| "They qualified more recently than this type expects.".to_owned()),
    ];
    Ok(said.into_iter().flatten().collect())
}

fn removal_words(removal: &FactRecord) -> String {
    let minute = removal.minute_reference.as_deref().map(|minute| format!(", minute {minute}")).unwrap_or_default();
    format!(
        "The trustees ended this person’s membership from {}{minute}. Only the trustees let them back: enter the minute of that meeting.",
        long_date(removal.starts_on)
    )
}
