//! Puts a removal by resolution forward. Nothing ends by it: a second person confirms or drops it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError};
use super::store::removals::{self, NewProposal};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::queries::load_chain;

/// Whose membership is to end, and by which resolution.
#[derive(Clone, Debug)]
pub struct ProposeRemoval {
    /// The member.
    pub person_id: i64,
    /// First London day without membership.
    pub from: NaiveDate,
    /// Where the resolution is minuted.
    pub minute_reference: String,
    /// Who wrote it down, and why it was resolved.
    pub by: ByOfficer,
}

/// Writes the proposal with an audit entry, and gives its id.
pub async fn propose_removal(app: &App, command: ProposeRemoval) -> Result<i64, OfficerActError> {
    let now = app.now();
    let minute = command.minute_reference.trim();
    if minute.is_empty() {
        return Err(OfficerActError::NoMinute);
    }
    let reason = command.by.reason()?.to_owned();
    if command.by.officer_id == command.person_id {
        return Err(OfficerActError::OwnRecord);
    }
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            if chain.fact_on(FactKind::Removed, command.from).is_some() {
                return Err(OfficerActError::OnRecordAlready);
            }
            if chain.counted().next().is_none() {
                return Err(OfficerActError::NotAMember);
            }
            let new = NewProposal {
                person_id: command.person_id,
                from_day: command.from,
                minute_reference: minute,
                reason: &reason,
                proposed_by_id: command.by.officer_id,
            };
            let id = removals::insert_proposal(tx, new, now).await?.ok_or(OfficerActError::OnRecordAlready)?;
            let by = (command.by.officer_id, command.person_id);
            record(tx, ("membership.removal_proposed", id), by, Some(&reason), now).await?;
            Ok(id)
        })
        .await
}

/// An entry about a proposal.
pub(super) async fn record(
    tx: &impl ConnectionTrait,
    (action, proposal_id): (&str, i64),
    (officer_id, person_id): (i64, i64),
    reason: Option<&str>,
    now: Instant,
) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action,
        subject_kind: "person",
        subject_id: person_id,
        reason,
        values: Some((json!({}), json!({ "proposal": proposal_id }))),
    };
    Ok(audit::record(tx, entry, now).await?)
}
