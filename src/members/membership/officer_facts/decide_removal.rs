//! A second person confirms a removal that was proposed, or drops it. Whoever proposed it, or is to be removed, does not confirm
//! it; the proposer may take it back.

use super::officer_act::{ByOfficer, OfficerActError};
use super::propose_removal::record;
use super::remove_member::{RemoveMember, remove_now};
use super::store::removals::{self, ProposalState, WaitingProposal};
use crate::app::App;
use crate::members::erasure::records_of;

/// Confirms the removal: the membership ends, and the member is told. Gives the fact's id.
pub async fn confirm_removal(app: &App, proposal_id: i64, officer_id: i64) -> Result<i64, OfficerActError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            // Two who decide come one after the other from here on; the second finds it decided.
            let decided = (ProposalState::Confirmed, officer_id);
            if !removals::mark_decided(tx, proposal_id, decided, now).await? {
                return Err(OfficerActError::NothingWaits);
            }
            let proposal = removals::load_proposal(tx, proposal_id).await?;
            may_confirm(&proposal, &records_of(tx, officer_id).await?)?;
            let command = RemoveMember {
                person_id: proposal.person_id,
                from: proposal.from_day,
                minute_reference: proposal.minute_reference,
                by: ByOfficer { officer_id: proposal.proposed_by_id, reason: proposal.reason },
            };
            let by = (officer_id, proposal.person_id);
            record(tx, ("membership.removal_confirmed", proposal_id), by, None, now).await?;
            remove_now(app, tx, &command, now).await
        })
        .await
}

/// Drops the proposal: everything stays as it is.
pub async fn drop_removal(app: &App, proposal_id: i64, by: ByOfficer) -> Result<(), OfficerActError> {
    let now = app.now();
    let reason = by.reason()?.to_owned();
    app.db
        .write_tx(async |tx| {
            let decided = (ProposalState::Dropped, by.officer_id);
            if !removals::mark_decided(tx, proposal_id, decided, now).await? {
                return Err(OfficerActError::NothingWaits);
            }
            let proposal = removals::load_proposal(tx, proposal_id).await?;
            if records_of(tx, by.officer_id).await?.contains(&proposal.person_id) {
                return Err(OfficerActError::OwnRecord);
            }
            let by = (by.officer_id, proposal.person_id);
            Ok(record(tx, ("membership.removal_dropped", proposal_id), by, Some(&reason), now).await?)
        })
        .await
}

/// Whether the officer with these records may confirm it: one human being is one person, whichever record they proposed it under.
fn may_confirm(proposal: &WaitingProposal, officer: &[i64]) -> Result<(), OfficerActError> {
    if officer.contains(&proposal.person_id) {
        return Err(OfficerActError::OwnRecord);
    }
    if officer.contains(&proposal.proposed_by_id) {
        return Err(OfficerActError::SamePerson);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_proposed_it_or_is_to_go_does_not_confirm_it() {
        let proposal = WaitingProposal {
            person_id: 1,
            from_day: chrono::NaiveDate::default(),
            minute_reference: "2026/17".to_owned(),
            reason: "Conduct".to_owned(),
            proposed_by_id: 2,
        };

        assert!(matches!(may_confirm(&proposal, &[1]), Err(OfficerActError::OwnRecord)));
        assert!(matches!(may_confirm(&proposal, &[2]), Err(OfficerActError::SamePerson)));
        assert!(
            matches!(may_confirm(&proposal, &[3, 2]), Err(OfficerActError::SamePerson)),
            "an older record of theirs"
        );
        assert!(may_confirm(&proposal, &[3]).is_ok());
    }
}
