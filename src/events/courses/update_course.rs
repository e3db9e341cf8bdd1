//! Changes a course, if nobody else changed it meanwhile. Dates already made keep what they copied (SES-1).

use sea_orm::ConnectionTrait;

use super::{CourseContent, CourseId, CourseState, queries, store};
use crate::audit::{self, Actor, Entry};
use crate::events::changed_values::differing;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why a course was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateCourseError {
    /// Somebody saved it since this officer opened the form.
    #[error("the course was changed meanwhile")]
    ChangedMeanwhile,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(UpdateCourseError);

/// Writes the new content over version `expected` in the caller's transaction. Saving what is there already changes
/// nothing, so that a form sent twice is answered twice with yes.
pub async fn update_course(
    tx: &impl ConnectionTrait,
    (id, expected): (CourseId, i32),
    content: &CourseContent,
    by: Actor,
    now: Instant,
) -> Result<(), UpdateCourseError> {
    let before = queries::load_course(tx, id).await?;
    if before.content == *content {
        return Ok(());
    }
    let slug = match before.state {
        CourseState::Draft => store::free_slug(tx, id, &content.slug_stem()).await?,
        _ => before.slug,
    };
    if before.version != expected || !store::claim_update(tx, (id, expected), (slug, content), now).await? {
        return Err(UpdateCourseError::ChangedMeanwhile);
    }
    let entry = Entry {
        actor: by,
        action: "course.changed",
        subject_kind: "course",
        subject_id: id.0,
        reason: None,
        values: Some(differing(&before.content.audit_values(), &content.audit_values())),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
