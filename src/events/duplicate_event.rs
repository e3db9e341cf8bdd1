//! Another date of the same thing (SES-9): copies content and facilitators, never the meeting's address. Prices and places
//! are copied by `bookings`.

use sea_orm::ConnectionTrait;

use super::{EventContent, EventId, EventWhen, NewEvent, Visibility, change_visibility, create_event, queries};
use crate::audit::Actor;
use crate::kernel::{Instant, Unexpected};

/// Writes a draft like `source` at another time, in the caller's transaction, and gives its id.
pub async fn duplicate_event(
    tx: &impl ConnectionTrait,
    source: EventId,
    when: EventWhen,
    by: Actor,
    now: Instant,
) -> Result<EventId, Unexpected> {
    let event = queries::load_event(tx, source).await?;
    let content = EventContent { when, join_url: None, link_promised_on: None, ..event.content() };
    let new = NewEvent { course: event.course.map(|course| course.id), kind: event.kind, content };
    let is_private = event.visibility == Visibility::Private;
    let id = create_event(tx, new, by, now).await?;
    if is_private {
        change_visibility(tx, id, Visibility::Private, by, now).await?;
    }
    Ok(id)
}
