//! An officer ends a term before its time: a correction, with a reason.

use chrono::NaiveDate;
use serde_json::json;

use super::officer_act::{ByOfficer, OfficerActError};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::kernel::Unexpected;
use crate::members::membership::ending::store;
use crate::members::membership::queries::load_chain;

/// Which term ends, and when.
#[derive(Clone, Debug)]
pub struct EndTerm {
    /// Whose.
    pub person_id: i64,
    /// Which of their terms.
    pub term_id: i64,
    /// Its last day after all; the day before its first means that it never counted.
    pub last_day: NaiveDate,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Ends the term. Money is the treasurer's: nothing is paid back here.
pub async fn end_term(app: &App, command: EndTerm) -> Result<(), OfficerActError> {
    let now = app.now();
    let reason = command.by.reason()?.to_owned();
    app.db
        .write_tx(async |tx| {
            let chain = load_chain(tx, command.person_id).await?;
            let term = chain.terms.iter().find(|record| record.id == command.term_id);
            let term = &term.ok_or(OfficerActError::NothingToTakeBack)?.term;
            let day_before = term.starts_on.pred_opt().unwrap_or(NaiveDate::MIN);
            if command.last_day < day_before || command.last_day >= term.last_day() {
                return Err(OfficerActError::DatesDoNotFit);
            }
            store::end_term(tx, command.term_id, command.last_day, &reason).await?;
            let entry = Entry {
                actor: command.by.actor(),
                action: "membership_term.ended",
                subject_kind: "membership_term",
                subject_id: command.term_id,
                reason: Some(&reason),
                values: Some((json!({ "last_day": term.last_day() }), json!({ "last_day": command.last_day }))),
            };
            audit::record(tx, entry, now).await.map_err(Unexpected::from)?;
            Ok(())
        })
        .await
}
