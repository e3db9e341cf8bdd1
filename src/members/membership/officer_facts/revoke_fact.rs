//! Takes a fact back: a suspension lifted, a notice withdrawn, a contact that is over, a removal or a death written down in
//! error. What the fact had ended comes back.

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError};
use super::record_death::DIED;
use super::store::{find_live, mark_revoked, set_died_on};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::kernel::Unexpected;
use crate::members::membership::ending::store::restore_term;
use crate::members::membership::queries::load_chain;

/// Which fact is to be taken back.
#[derive(Clone, Debug)]
pub struct RevokeFact {
    /// Whose.
    pub person_id: i64,
    /// Which.
    pub fact_id: i64,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Takes the fact back. Extensions, pauses and prices let go have made terms and stay; end the term instead.
pub async fn revoke_fact(app: &App, command: RevokeFact) -> Result<(), OfficerActError> {
    let now = app.now();
    let reason = command.by.reason()?.to_owned();
    app.db
        .write_tx(async |tx| {
            let key = (command.person_id, command.fact_id);
            let kind = find_live(tx, key).await?.ok_or(OfficerActError::NothingToTakeBack)?;
            let ended_by = match kind {
                FactKind::Suspended | FactKind::Resigned | FactKind::InContact => None,
                FactKind::Removed => Some("removed by resolution"),
                FactKind::Died => Some(DIED),
                FactKind::Extended | FactKind::Waived | FactKind::Paused => {
                    return Err(OfficerActError::NothingToTakeBack);
                }
            };
            if !mark_revoked(tx, key, now).await? {
                return Err(OfficerActError::NothingToTakeBack);
            }
            if kind == FactKind::Died {
                set_died_on(tx, command.person_id, None).await?;
            }
            if let Some(ended_by) = ended_by {
                let chain = load_chain(tx, command.person_id).await?;
                for term in chain.terms.iter().filter(|term| term.end_reason.as_deref() == Some(ended_by)) {
                    restore_term(tx, term.id).await?;
                }
            }
            let entry = Entry {
                actor: command.by.actor(),
                action: "membership_fact.revoked",
                subject_kind: "membership_fact",
                subject_id: command.fact_id,
                reason: Some(&reason),
                values: None,
            };
            audit::record(tx, entry, now).await.map_err(Unexpected::from)?;
            Ok(())
        })
        .await
}
