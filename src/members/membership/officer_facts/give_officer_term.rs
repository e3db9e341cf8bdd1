//! An honorary, life or complimentary term, given by an officer with a reason.

use chrono::NaiveDate;
use serde_json::json;

use super::officer_act::{ByOfficer, OfficerActError};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::ending::store::end_terms_before;
use crate::members::membership::give_term::{GivenTerm, NewTerm, give_term};
use crate::members::membership::orders::close_open_order;
use crate::members::membership::queries::load_chain;
use crate::members::membership::standing::FOR_LIFE;
use crate::members::membership::term::Basis;
use crate::members::membership::term_source::TermSource;

/// The term to be given.
#[derive(Clone, Debug)]
pub struct OfficerTerm {
    /// To whom.
    pub person_id: i64,
    /// Code of the type.
    pub type_code: String,
    /// Honorary, life or complimentary.
    pub basis: Basis,
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive; none for the months its type gives, and for life.
    pub ends_on: Option<NaiveDate>,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Gives the term. One in honour or for life takes the place of what they have from its first day; a complimentary one may not
/// meet another term. An open order is withdrawn: there is nothing left to pay.
pub async fn give_officer_term(app: &App, command: OfficerTerm) -> Result<GivenTerm, OfficerActError> {
    let now = app.now();
    let reason = command.by.reason()?.to_owned();
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            let meets = chain.counted().map(|record| record.term.last_day()).max();
            let ends_on = match command.basis {
                Basis::Paid => return Err(OfficerActError::NoSuchType),
                Basis::Life => Some(FOR_LIFE),
                Basis::Honorary | Basis::Complimentary => command.ends_on,
            };
            match (command.basis, meets.filter(|until| *until >= command.starts_on)) {
                (Basis::Complimentary, Some(until)) => return Err(OfficerActError::Overlaps { until }),
                (_, Some(_)) => {
                    end_terms_before(tx, command.person_id, command.starts_on, "another term took its place").await?;
                }
                (_, None) => {}
            }
            let closing = (command.by.actor(), "a free term was given");
            close_open_order(app, tx, command.person_id, closing, now).await?;
            let term = NewTerm {
                person_id: command.person_id,
                type_code: command.type_code.clone(),
                basis: command.basis,
                source: TermSource::Officer,
                starts_on: command.starts_on,
                ends_on,
                price: Pence::ZERO,
                order_id: None,
                charge_id: None,
                money_cleared_at: None,
                actor: command.by.actor(),
            };
            let given = give_term(tx, term, now).await?;
            let entry = Entry {
                actor: command.by.actor(),
                action: "membership.term_given_free",
                subject_kind: "membership_term",
                subject_id: given.id,
                reason: Some(&reason),
                values: Some((json!({}), json!({ "basis": command.basis.word() }))),
            };
            audit::record(tx, entry, now).await.map_err(Unexpected::from)?;
            Ok(given)
        })
        .await
}
