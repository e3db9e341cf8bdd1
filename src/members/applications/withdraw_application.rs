//! The applicant takes an application back, a draft too.

use super::application_state::ApplicationState;
use super::queries::find_live_application;
use super::store::applications::{Change, mark};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Takes the person's live application back. False when there is none (any more).
pub async fn withdraw_application(app: &App, person_id: i64) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let Some(live) = find_live_application(tx, person_id).await? else { return Ok(false) };
            let change = Change { closed_at: Some(now), ..Change::default() };
            if !mark(tx, live.id, (&ApplicationState::LIVE, ApplicationState::Withdrawn), change, now).await? {
                return Ok(false);
            }
            let entry = Entry {
                actor: Actor::Person(person_id),
                action: "application.withdrawn",
                subject_kind: "membership_application",
                subject_id: live.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(true)
        })
        .await
}
