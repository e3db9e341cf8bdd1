//! Puts a post on the site, or takes it back.

use sea_orm::ConnectionTrait;

use super::{PostChange, PostId, queries, store};
use crate::audit::{self, Actor, Entry};
use crate::identity::{NOT_SET_UP, is_set_up};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why the state was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePostError {
    /// The post is not in a state that allows it, or somebody was first.
    #[error("the post's state does not allow this")]
    NotAllowed,
    /// CH-03: what is on the site names the charity.
    #[error("{NOT_SET_UP}")]
    NotSetUp,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ChangePostError);

/// Draft or withdrawn to published, in the caller's transaction. The first date of publication is kept for good.
pub async fn publish_post(
    tx: &impl ConnectionTrait,
    id: PostId,
    by: Actor,
    now: Instant,
) -> Result<(), ChangePostError> {
    let from = allowed(tx, id, PostChange::Publish).await?;
    if !store::mark_published(tx, id, from, now).await? {
        return Err(ChangePostError::NotAllowed);
    }
    if !is_set_up(tx).await? {
        return Err(ChangePostError::NotSetUp);
    }
    let entry = Entry {
        actor: by,
        action: "post.published",
        subject_kind: "post",
        subject_id: id.0,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

/// Published to withdrawn, in the caller's transaction. `reason` is shown on the page that stays.
pub async fn withdraw_post(
    tx: &impl ConnectionTrait,
    id: PostId,
    reason: &str,
    by: Actor,
    now: Instant,
) -> Result<(), ChangePostError> {
    allowed(tx, id, PostChange::Withdraw).await?;
    if !store::mark_withdrawn(tx, id, reason, now).await? {
        return Err(ChangePostError::NotAllowed);
    }
    let entry = Entry {
        actor: by,
        action: "post.withdrawn",
        subject_kind: "post",
        subject_id: id.0,
        reason: Some(reason),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

/// The state it is in, when that allows the change.
async fn allowed(
    tx: &impl ConnectionTrait,
    id: PostId,
    change: PostChange,
) -> Result<super::PostState, ChangePostError> {
    let state = queries::load_post(tx, id).await?.state;
    state.transition(change).map(|_| state).map_err(|_| ChangePostError::NotAllowed)
}
