//! An officer has looked at an application that its type's rule approved (rules 2.2). Nothing changes but the record of it.

use super::application_state::ApplicationState;
use super::decision::Decision;
use super::queries::{has_review, load_application};
use super::store::decisions::{NewDecision, insert_decision};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Notes that it was looked at. False when it was before, when nothing is to be looked at, or when it is the officer's own.
pub async fn review_application(app: &App, application_id: i64, officer_id: i64) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let application = load_application(tx, application_id).await?;
            let is_open = application.state == ApplicationState::Approved && !has_review(tx, application_id).await?;
            if !is_open || application.person_id == officer_id {
                return Ok(false);
            }
            let decision = NewDecision {
                application_id,
                decider_id: officer_id,
                decision: Decision::Approve,
                reason_code: None,
                reason: "Looked at after the rule had approved it",
                minute_reference: "",
            };
            insert_decision(tx, decision, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "application.reviewed",
                subject_kind: "membership_application",
                subject_id: application_id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(true)
        })
        .await
}
