//! Chooses the person behind a facilitator's name, or takes their access away, and tells whoever was chosen.

use super::emails::queue_named;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::events::facilitating::{ChooseFacilitator, choose_facilitator};
use crate::events::{EventId, load_event};
use crate::kernel::{Instant, Unexpected};
use crate::members::people::PersonRow;

/// The command.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The date.
    pub event_id: EventId,
    /// The name's place in the printed order, from 1.
    pub position: i32,
    /// The name the officer saw there.
    pub name: String,
    /// Whom it stood for when the officer looked.
    pub before: Option<i64>,
    /// Who it is; none takes access away.
    pub person: Option<PersonRow>,
    /// The officer.
    pub officer_id: i64,
}

/// Writes the choice. False: the name or its person was changed meanwhile, and nothing is written.
pub async fn choose(app: &App, choice: &Choice) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| choose_in(app, tx, choice, now).await).await
}

async fn choose_in(app: &App, tx: &Tx, choice: &Choice, now: Instant) -> Result<bool, Unexpected> {
    let command = ChooseFacilitator {
        event_id: choice.event_id,
        position: choice.position,
        name: &choice.name,
        before: choice.before,
        person_id: choice.person.as_ref().map(|person| person.id),
    };
    if !choose_facilitator(tx, command, Actor::Person(choice.officer_id), now).await? {
        return Ok(false);
    }
    if let Some(person) = choice.person.as_ref().filter(|person| !person.email.is_empty()) {
        let event = load_event(tx, choice.event_id).await?;
        queue_named(app, tx, (&event, person), now).await?;
    }
    Ok(true)
}
