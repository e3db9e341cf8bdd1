//! Puts a course on the site, or takes it off.

use sea_orm::ConnectionTrait;

use super::{CourseChange, CourseId, queries, store};
use crate::audit::{self, Actor, Entry};
use crate::identity::{NOT_SET_UP, is_set_up};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why the state was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PublishCourseError {
    /// The course is not in a state that allows it, or somebody was first.
    #[error("the course's state does not allow this")]
    NotAllowed,
    /// CH-03: what is on the site names the charity.
    #[error("{NOT_SET_UP}")]
    NotSetUp,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PublishCourseError);

/// Draft or withdrawn to published, in the caller's transaction.
pub async fn publish_course(
    tx: &impl ConnectionTrait,
    id: CourseId,
    by: Actor,
    now: Instant,
) -> Result<(), PublishCourseError> {
    change(tx, id, CourseChange::Publish, by, now).await
}

/// Published to withdrawn, in the caller's transaction.
pub async fn withdraw_course(
    tx: &impl ConnectionTrait,
    id: CourseId,
    by: Actor,
    now: Instant,
) -> Result<(), PublishCourseError> {
    change(tx, id, CourseChange::Withdraw, by, now).await
}

async fn change(
    tx: &impl ConnectionTrait,
    id: CourseId,
    change: CourseChange,
    by: Actor,
    now: Instant,
) -> Result<(), PublishCourseError> {
    let from = queries::load_course(tx, id).await?.state;
    let to = from.transition(change).map_err(|_| PublishCourseError::NotAllowed)?;
    if !store::mark_state(tx, id, (from, to), now).await? {
        return Err(PublishCourseError::NotAllowed);
    }
    if change == CourseChange::Publish && !is_set_up(tx).await? {
        return Err(PublishCourseError::NotSetUp);
    }
    let action = match change {
        CourseChange::Publish => "course.published",
        CourseChange::Withdraw => "course.withdrawn",
    };
    let entry = Entry { actor: by, action, subject_kind: "course", subject_id: id.0, reason: None, values: None };
    audit::record(tx, entry, now).await?;
    Ok(())
}
