//! Creates a course as a draft.

use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{CourseContent, CourseId, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Writes the draft in the caller's transaction and gives its id.
pub async fn create_course(
    tx: &impl ConnectionTrait,
    content: &CourseContent,
    by: Actor,
    now: Instant,
) -> Result<CourseId, Unexpected> {
    let id = store::insert_course(tx, content, now).await?;
    let entry = Entry {
        actor: by,
        action: "course.created",
        subject_kind: "course",
        subject_id: id.0,
        reason: None,
        values: Some((Value::Null, content.audit_values())),
    };
    audit::record(tx, entry, now).await?;
    Ok(id)
}
