//! Changes a post, if nobody else changed it meanwhile, and keeps the revision. The texts lie in the revisions, so the
//! audit trail names only title and version.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{PostContent, PostId, PostState, queries, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why a post was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdatePostError {
    /// Somebody saved it since this editor opened the form.
    #[error("the post was changed meanwhile")]
    ChangedMeanwhile,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(UpdatePostError);

/// Writes the new content over version `expected` in the caller's transaction. Saving what is there already changes
/// nothing, so that a form sent twice is answered twice with yes.
pub async fn update_post(
    tx: &impl ConnectionTrait,
    (id, expected): (PostId, i32),
    content: &PostContent,
    by: Actor,
    now: Instant,
) -> Result<(), UpdatePostError> {
    let before = queries::load_post(tx, id).await?;
    if before.content == *content {
        return Ok(());
    }
    let slug = match before.state {
        PostState::Draft => store::free_slug(tx, id, &content.slug_stem()).await?,
        _ => before.slug,
    };
    if before.version != expected || !store::claim_update(tx, (id, expected), (slug, content), now).await? {
        return Err(UpdatePostError::ChangedMeanwhile);
    }
    let version = expected + 1;
    store::insert_revision(tx, (id, version), content, by.person_id(), now).await?;
    let entry = Entry {
        actor: by,
        action: "post.changed",
        subject_kind: "post",
        subject_id: id.0,
        reason: None,
        values: Some((
            json!({"title": before.content.title, "version": expected}),
            json!({"title": content.title, "version": version}),
        )),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
