//! The reader of a relayed message says that it is not all right: the office is told, and the sender reaches them no more.

use super::emails;
use super::queries::find_relayed;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::identity::load_identity;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::members::people;
use crate::notifications::outbox;

/// Notes the report and mails it to the office. False when it was reported before.
pub(super) async fn report_message(app: &App, id: i64) -> Result<bool, Unexpected> {
    let now = app.now();
    let identity = load_identity(app.db.reader()).await?;
    app.db
        .write_tx(async |tx| {
            if !store::mark_reported(tx, id, now).await? {
                return Ok(false);
            }
            let message = find_relayed(tx, id).await?.context("the message just reported is gone")?;
            let sender = people::find_person(tx, message.sender_id).await?.context("the sender has no record")?;
            let reader = people::find_person(tx, message.recipient_id).await?.context("the reader has no record")?;
            let entry = Entry {
                actor: Actor::Link,
                action: "relayed_message.reported",
                subject_kind: "relayed_message",
                subject_id: id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            if let Some(identity) = identity {
                let mail = emails::message_reported(id, (&sender, &reader), message.sent_at, identity.email.clone());
                outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
            }
            Ok(true)
        })
        .await
}
