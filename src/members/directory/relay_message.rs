//! Passes a message from one member to another without showing either's address on a page. The reader gets the sender's name and
//! address, which the sender is told before sending; the sender learns nothing.

use chrono::Duration;

use super::emails;
use super::queries::has_reported;
use super::store;
use crate::app::App;
use crate::idempotency::{self, Claim};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::limits::{self, Limit};
use crate::members::people;
use crate::notifications::outbox;
use crate::unexpected_from;

/// Messages one member may send in a day.
const BY_SENDER: Limit = Limit { what: "relay-sender", most: 10, window: Duration::hours(24) };
/// Messages one member may get in a day.
const BY_RECIPIENT: Limit = Limit { what: "relay-recipient", most: 10, window: Duration::hours(24) };
/// Messages between the same two in a day.
const BY_PAIR: Limit = Limit { what: "relay-pair", most: 3, window: Duration::hours(24) };

/// A message to be passed on.
#[derive(Clone, Debug)]
pub(super) struct RelayMessage {
    pub(super) sender_id: i64,
    pub(super) recipient_id: i64,
    pub(super) message: String,
    /// The form's key: sent twice is sent once.
    pub(super) key: String,
    pub(super) digest: String,
}

/// Why it was not passed on.
#[derive(Debug, thiserror::Error)]
pub(super) enum RelayMessageError {
    /// Too many today, from them, to them, or between the two.
    #[error("too many messages today")]
    TooMany,
    /// The reader reported one before, or cannot be written to.
    #[error("this member takes no messages from them")]
    NotTaken,
    /// Another message under the same key.
    #[error("the form was used for another message")]
    AnotherForm,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RelayMessageError);

/// Passes it on, once.
pub(super) async fn relay_message(app: &App, command: RelayMessage) -> Result<(), RelayMessageError> {
    let now = app.now();
    app.db.write_tx(async |tx| relay(tx, app, &command, now).await).await?
}

/// A refusal by a limit is a value, so that the count stays.
async fn relay(
    tx: &impl sea_orm::ConnectionTrait,
    app: &App,
    command: &RelayMessage,
    now: Instant,
) -> Result<Result<(), RelayMessageError>, RelayMessageError> {
    let actor = format!("person:{}", command.sender_id);
    match idempotency::claim(tx, &command.key, &actor, &command.digest, now).await? {
        Claim::Fresh => {}
        Claim::Repeat(_) => return Ok(Ok(())),
        Claim::Different => return Ok(Err(RelayMessageError::AnotherForm)),
    }
    let (from, to) = (command.sender_id, command.recipient_id);
    let counts = [(BY_SENDER, from.to_string()), (BY_RECIPIENT, to.to_string()), (BY_PAIR, format!("{from}:{to}"))];
    for (limit, subject) in counts {
        if limits::hit(tx, limit, &subject, now).await?.is_err() {
            return Ok(Err(RelayMessageError::TooMany));
        }
    }
    let sender = people::find_person(tx, from).await?.context("the sender has no record")?;
    let recipient = people::find_person(tx, to).await?.filter(|person| !person.is_disabled && !person.email.is_empty());
    let Some(recipient) = recipient else { return Ok(Err(RelayMessageError::NotTaken)) };
    if has_reported(tx, to, from).await? {
        return Ok(Err(RelayMessageError::NotTaken));
    }
    let id = store::insert_relayed(tx, (from, to), now).await?;
    let mail = emails::message_relayed(id, &sender, &recipient, &command.message);
    outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
    idempotency::finish(tx, &command.key, &actor, "sent").await?;
    Ok(Ok(()))
}
