//! Ends a membership by a resolution of the trustees, once two people have said so. Coming back goes through them.

use chrono::NaiveDate;
use serde_json::json;

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::db::Tx;
use crate::kernel::Instant;
use crate::kernel::uk_time::long_date;
use crate::members::membership::ending::store::end_terms_before;
use crate::members::membership::orders::close_open_order;
use crate::members::membership::orders::letters::{Letter, queue_letter};
use crate::members::membership::queries::load_chain;

/// Whose membership ends, and by which resolution.
#[derive(Clone, Debug)]
pub(super) struct RemoveMember {
    pub(super) person_id: i64,
    /// First London day without membership.
    pub(super) from: NaiveDate,
    /// Where the resolution is minuted.
    pub(super) minute_reference: String,
    /// Who put it forward, and why it was resolved.
    pub(super) by: ByOfficer,
}

/// Removes the member in the caller's transaction, and gives the fact's id. Terms end the day before, an open order is
/// withdrawn, a letter goes out.
pub(super) async fn remove_now(
    app: &App,
    tx: &Tx,
    command: &RemoveMember,
    now: Instant,
) -> Result<i64, OfficerActError> {
    let chain = load_chain(tx, command.person_id).await?;
    if chain.fact_on(FactKind::Removed, command.from).is_some() {
        return Err(OfficerActError::OnRecordAlready);
    }
    if chain.counted().next().is_none() {
        return Err(OfficerActError::NotAMember);
    }
    let fact = OfficerFact {
        person_id: command.person_id,
        kind: FactKind::Removed,
        starts_on: command.from,
        ends_on: None,
        minute_reference: Some(&command.minute_reference),
    };
    let fact_id = put_on_record(tx, fact, &command.by, now).await?;
    end_terms_before(tx, command.person_id, command.from, "removed by resolution").await?;
    let closing = (command.by.actor(), "removed by resolution");
    close_open_order(app, tx, command.person_id, closing, now).await?;
    let data = json!({ "from": long_date(command.from), "reason": command.by.reason()? });
    let key = format!("membership-removed:{fact_id}");
    let letter = Letter { template: "membership_removed", person_id: command.person_id, data, key };
    queue_letter(app, tx, letter, now).await?;
    Ok(fact_id)
}
