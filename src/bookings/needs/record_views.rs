//! Writes down that somebody read what attendees need: one entry for each attendee whose needs were on the page (QST-3). What they
//! need is not in it.

use super::queries::Told;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Records the reading of these, by this person.
pub async fn record_views(app: &App, reader_id: i64, told: &[Told]) -> Result<(), Unexpected> {
    if told.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            for one in told {
                let entry = Entry {
                    actor: Actor::Person(reader_id),
                    action: "needs.viewed",
                    subject_kind: "place",
                    subject_id: one.place.id,
                    reason: None,
                    values: None,
                };
                audit::record(tx, entry, now).await?;
            }
            Ok(())
        })
        .await
}
