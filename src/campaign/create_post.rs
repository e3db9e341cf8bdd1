//! Creates a post as a draft, with its first revision.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{PostContent, PostId, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Writes the draft in the caller's transaction and gives its id.
pub async fn create_post(
    tx: &impl ConnectionTrait,
    content: &PostContent,
    by: Actor,
    now: Instant,
) -> Result<PostId, Unexpected> {
    let id = store::insert_post(tx, content, by.person_id(), now).await?;
    store::insert_revision(tx, (id, 1), content, by.person_id(), now).await?;
    let entry = Entry {
        actor: by,
        action: "post.created",
        subject_kind: "post",
        subject_id: id.0,
        reason: None,
        values: Some((Value::Null, json!({"title": content.title, "version": 1}))),
    };
    audit::record(tx, entry, now).await?;
    Ok(id)
}
