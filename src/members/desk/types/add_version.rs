//! Says what a type is, and costs, from a day on.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected, uk_time};
use crate::members::membership::{DayOfYear, TypeVersion, put_type_version};
use crate::members::practice::PracticeRole;
use crate::unexpected_from;

/// Why the version was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum AddVersionError {
    /// There is no such type.
    #[error("there is no such type")]
    NoSuchType,
    /// What was in force stays as it was.
    #[error("Enter today or a day to come: what was in force before stays as it was")]
    InThePast,
    /// Somebody has a term or an offer by the version of that day, or applied and declared its words.
    #[error("People have taken a term, been offered one or applied under the version of that day. Choose a later day")]
    InUse,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AddVersionError);

/// Writes the version with an audit entry. The version of the same day is replaced as long as nobody has a term under it.
pub(super) async fn add_version(
    tx: &impl ConnectionTrait,
    (code, valid_from): (&str, NaiveDate),
    version: &TypeVersion,
    officer_id: i64,
    now: Instant,
) -> Result<(), AddVersionError> {
    if valid_from < uk_time::london_date(now) {
        return Err(AddVersionError::InThePast);
    }
    let kind = store::find_type(tx, code).await?.ok_or(AddVersionError::NoSuchType)?;
    let before = store::find_version_of_day(tx, kind.id, valid_from).await?;
    if let Some(row) = &before
        && store::is_in_use(tx, row.id).await?
    {
        return Err(AddVersionError::InUse);
    }
    put_type_version(tx, kind.id, valid_from, version, now).await?;
    let written = store::find_version_of_day(tx, kind.id, valid_from).await?;
    let written = written.context("the version just written is not there")?;
    store::set_author(tx, written.id, officer_id).await?;
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "membership_type.version_written",
        subject_kind: "membership_type",
        subject_id: kind.id,
        reason: None,
        values: Some((before.map_or(Value::Null, |row| json!({ "name": row.name })), described(valid_from, version))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

/// A version as the audit keeps it.
pub(super) fn described(valid_from: NaiveDate, version: &TypeVersion) -> Value {
    json!({
        "valid_from": valid_from, "name": version.name, "who_for": version.who_for, "rights": version.rights,
        "applied_for_by": version.applied_for_by.word(), "term": version.term_rule().words(),
        "rolls_over": version.fixed_year.and_then(|year| year.rolls_over).map(DayOfYear::words),
        "lowest_price": version.fixed_year.and_then(|year| year.lowest_price).map(|price| price.to_string()),
        "rejoin_months": version.rejoin_months,
        "needs_decision": version.needs_decision, "needs_second_decider": version.needs_second_decider,
        "asks_registration": version.asks_registration, "needed_role": version.evidence.role.map(PracticeRole::word),
        "asks_employer": version.evidence.employer, "least_years": version.evidence.least_years,
        "declaration": version.evidence.declaration, "renewal_needs_decision": version.renewal_needs_decision,
        "is_in_directory": version.is_in_directory, "has_vote": version.has_vote,
        "gives_member_price": version.gives_member_price, "joining_price": version.joining_price.to_string(),
        "renewal_price": version.renewal_price.to_string(),
    })
}
