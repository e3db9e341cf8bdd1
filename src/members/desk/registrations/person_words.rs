//! What one person's own page says about their registration.

use sea_orm::ConnectionTrait;

use super::words::check_words;
use crate::kernel::Unexpected;
use crate::members::desk::day_field::day_words;
use crate::members::desk::person::Fact;
use crate::members::registrations::queries::{checks_of, query_of};
use crate::members::registrations::{Outcome, QueryState};

/// The last check as a fact, and the query that waits as an alert.
pub(in crate::members::desk) async fn registration_words(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<(Option<Fact>, Option<String>), Unexpected> {
    let last = checks_of(db, person_id).await?.into_iter().next().and_then(|check| {
        let outcome = Outcome::parse(&check.row.outcome)?;
        let words = check_words(outcome, check.row.registered_until, check.row.checked_on);
        Some(Fact::new("Last check of the register", words))
    });
    let alert = query_of(db, person_id).await?.and_then(|query| {
        let outcome = Outcome::parse(&query.check.outcome)?;
        let asked = if query.row.state == QueryState::Asked.word() { " The member was asked." } else { "" };
        let (label, on) = (outcome.label().to_lowercase(), day_words(query.check.checked_on));
        Some(format!(
            "A query about the registration waits: {label}, on {on}.{asked} It changes nothing about the membership. It is \
             settled under Registration."
        ))
    });
    Ok((last, alert))
}
