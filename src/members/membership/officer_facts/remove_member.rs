//! Ends a membership by a resolution of the trustees. Coming back goes through them.

use chrono::NaiveDate;
use serde_json::json;

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::kernel::uk_time::long_date;
use crate::members::membership::ending::store::end_terms_before;
use crate::members::membership::orders::close_open_order;
use crate::members::membership::orders::letters::{Letter, queue_letter};
use crate::members::membership::queries::load_chain;

/// Whose membership ends, and by which resolution.
#[derive(Clone, Debug)]
pub struct RemoveMember {
    /// The member.
    pub person_id: i64,
    /// First London day without membership.
    pub from: NaiveDate,
    /// Where the resolution is minuted.
    pub minute_reference: String,
    /// Who wrote it down, and why it was resolved.
    pub by: ByOfficer,
}

/// Removes the member, and gives the fact's id. Terms end the day before, an open order is withdrawn, a letter goes out.
pub async fn remove_member(app: &App, command: RemoveMember) -> Result<i64, OfficerActError> {
    let now = app.now();
    let minute = command.minute_reference.trim();
    if minute.is_empty() {
        return Err(OfficerActError::NoMinute);
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
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::Removed,
                starts_on: command.from,
                ends_on: None,
                minute_reference: Some(minute),
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
        })
        .await
}
