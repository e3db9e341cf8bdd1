//! Mail to the officers who look after money: the charity's own mailbox, which the treasurer reads.

use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::identity;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::notifications::{NewMessage, outbox};

/// A letter to officers.
pub(super) struct Letter {
    /// The folder below `templates/emails`.
    pub(super) template: &'static str,
    /// A second letter with this key is not sent.
    pub(super) key: String,
    /// What the template sees.
    pub(super) data: Value,
}

/// Queues the letter in the caller's transaction.
pub(super) async fn write_to_officers(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    letter: Letter,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(identity) = identity::load_identity(tx).await?.filter(|identity| !identity.email.is_empty()) else {
        tracing::error!(template = letter.template, "officers cannot be told: the charity has no email address");
        return Ok(());
    };
    let message = NewMessage {
        template: letter.template,
        person_id: None,
        to_name: "Treasurer".to_owned(),
        to_address: identity.email,
        data: letter.data,
        calendar: None,
        dedupe_key: letter.key,
    };
    outbox::queue(tx, tokens, message, now).await
}
