//! Puts back the end of a membership, free and with a reason: days after the last term, so that the chain has no gap.

use chrono::{Months, NaiveDate};

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::kernel::Pence;
use crate::kernel::uk_time::london_date;
use crate::members::membership::give_term::{GivenTerm, NewTerm, give_term};
use crate::members::membership::queries::load_chain;
use crate::members::membership::standing::Standing;
use crate::members::membership::term::Basis;
use crate::members::membership::term_source::TermSource;

/// The longest extension.
const MOST_MONTHS: u32 = 12;

/// Whose membership, and until when.
#[derive(Clone, Debug)]
pub struct ExtendMembership {
    /// The member, active or in grace.
    pub person_id: i64,
    /// The new last day, inclusive, at most a year after the old one.
    pub ends_on: NaiveDate,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Extends, and gives the term that was added.
pub async fn extend_membership(app: &App, command: ExtendMembership) -> Result<GivenTerm, OfficerActError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            let standing = chain.standing_on(london_date(now));
            let last = chain.last_term().ok_or(OfficerActError::NotAMember)?;
            if !standing.is_member() && !matches!(standing, Standing::Suspended { .. }) {
                return Err(OfficerActError::NotAMember);
            }
            let old_end = last.term.last_day();
            let furthest = old_end.checked_add_months(Months::new(MOST_MONTHS)).unwrap_or(old_end);
            let starts_on = old_end.succ_opt().ok_or(OfficerActError::DatesDoNotFit)?;
            if command.ends_on < starts_on || command.ends_on > furthest {
                return Err(OfficerActError::DatesDoNotFit);
            }
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::Extended,
                starts_on,
                ends_on: Some(command.ends_on),
                minute_reference: None,
            };
            put_on_record(tx, fact, &command.by, now).await?;
            let term = NewTerm {
                person_id: command.person_id,
                type_code: last.type_code.clone(),
                basis: Basis::Complimentary,
                source: TermSource::Extension,
                starts_on,
                ends_on: Some(command.ends_on),
                price: Pence::ZERO,
                order_id: None,
                charge_id: None,
                money_cleared_at: None,
                actor: command.by.actor(),
            };
            Ok(give_term(tx, term, now).await?)
        })
        .await
}
