//! Another date of the same thing (SES-9): copies content, facilitators' names and the least number of people, never the meeting's
//! address. Prices and places are copied by `bookings`.

use sea_orm::ConnectionTrait;

use super::running::{minimum_moved, set_minimum};
use super::{
    EventContent, EventId, EventWhen, Facilitator, NewEvent, Visibility, change_visibility, create_event, queries,
    set_venue,
};
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
    let content = event.content();
    // Who sees what people need is chosen for each date anew, by hand and on record (TRN-4).
    let facilitators = content.facilitators.into_iter().map(|who| Facilitator { person_id: None, ..who }).collect();
    let content = EventContent { when, join_url: None, link_promised_on: None, facilitators, ..event.content() };
    let new = NewEvent { course: event.course.map(|course| course.id), kind: event.kind, content };
    let is_private = event.visibility == Visibility::Private;
    let minimum = event.run.and_then(|run| minimum_moved(run.minimum, &event.when, &when));
    let id = create_event(tx, new, by, now).await?;
    // As many days before the new date; the officer looks the draft over. One that has passed has to be chosen anew.
    if let Some(minimum) = minimum.filter(|minimum| minimum.decide_at > now) {
        set_minimum(tx, id, Some(minimum), now).await?;
    }
    set_venue(tx, id, &event.venue_details, by, now).await?;
    if is_private {
        change_visibility(tx, id, Visibility::Private, by, now).await?;
    }
    Ok(id)
}
