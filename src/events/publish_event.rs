//! Puts a draft on the site.

use sea_orm::ConnectionTrait;

use super::{EventId, store};
use crate::audit::{self, Actor, Entry};
use crate::identity::{NOT_SET_UP, is_set_up};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why an event was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishEventError {
    /// It is published already, or cancelled.
    #[error("the event is not a draft")]
    NotADraft,
    /// CH-03: what is on the site names the charity.
    #[error("{NOT_SET_UP}")]
    NotSetUp,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PublishEventError);

/// Publishes in the caller's transaction. Whether it can be sold (SES-3) is for `bookings` to say before.
pub async fn publish_event(
    tx: &impl ConnectionTrait,
    id: EventId,
    by: Actor,
    now: Instant,
) -> Result<(), PublishEventError> {
    if !store::mark_published(tx, id, now).await? {
        return Err(PublishEventError::NotADraft);
    }
    if !is_set_up(tx).await? {
        return Err(PublishEventError::NotSetUp);
    }
    let entry = Entry {
        actor: by,
        action: "event.published",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
