//! Decides dates whose decision is due (SES-7). Safe to run twice, at once, or late: each mark repeats what it expects to find.

use super::confirm_running::confirm_in;
use super::emails;
use super::queries::count_confirmed;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::events::running::{RunVerdict, list_to_decide, mark_found_short};
use crate::events::{EventId, load_plain_event};
use crate::kernel::{Instant, Unexpected};

/// Decides every date that is due at this instant. What fails for one keeps no other waiting, and is tried again by the next run.
pub async fn decide_running(app: &App) -> Result<(), Unexpected> {
    let now = app.now();
    for id in list_to_decide(app.db.reader(), now).await? {
        if let Err(error) = app.db.write_tx(async |tx| decide_in(app, tx, id, now).await).await {
            tracing::error!(event = id.0, %error, "whether a date runs could not be decided");
        }
    }
    Ok(())
}

async fn decide_in(app: &App, tx: &Tx, id: EventId, now: Instant) -> Result<(), Unexpected> {
    lock_seats(tx, id.0).await?;
    let event = load_plain_event(tx, id).await?;
    let Some(run) = event.run.filter(|_| event.is_published() && !event.when.is_over(now)) else { return Ok(()) };
    let places = count_confirmed(tx, id.0).await?;
    match run.judge(places, now) {
        RunVerdict::Leave => {}
        RunVerdict::Runs => {
            confirm_in(app, tx, id, Actor::System, now).await?;
        }
        RunVerdict::Short => {
            if mark_found_short(tx, id, run.minimum.decide_at, now).await? {
                note_short(tx, id, now).await?;
                emails::queue_found_short(app, tx, (&event, run.minimum), places, now).await?;
            }
        }
    }
    Ok(())
}

async fn note_short(tx: &Tx, id: EventId, now: Instant) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: Actor::System,
        action: "event.found_short",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: None,
    };
    Ok(audit::record(tx, entry, now).await?)
}
