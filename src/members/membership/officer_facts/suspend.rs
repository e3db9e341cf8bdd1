//! Suspends a membership: no rights while it lasts, and no reminders. The term runs on.

use chrono::NaiveDate;

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::members::membership::queries::load_chain;

/// Whose membership, and for how long.
#[derive(Clone, Debug)]
pub struct Suspend {
    /// The member.
    pub person_id: i64,
    /// First London day without rights.
    pub from: NaiveDate,
    /// Last day, inclusive; none until somebody lifts it.
    pub until: Option<NaiveDate>,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Suspends, and gives the fact's id. Lift it early with [`revoke_fact`](super::revoke_fact()).
pub async fn suspend(app: &App, command: Suspend) -> Result<i64, OfficerActError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            if chain.fact_on(FactKind::Suspended, command.from).is_some() {
                return Err(OfficerActError::OnRecordAlready);
            }
            if !chain.standing_on(command.from).is_member() {
                return Err(OfficerActError::NotAMember);
            }
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::Suspended,
                starts_on: command.from,
                ends_on: command.until,
                minute_reference: None,
            };
            put_on_record(tx, fact, &command.by, now).await
        })
        .await
}
