//! The authority's contact takes one of its people off the list by its own link (INH-5): the place is free for a colleague, and the
//! price agreed stays, because it is for the whole group.

use super::queries::{Registered, find_registered};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::cancel_places::{CancelPlaces, CancelPlacesError, Shown, cancel_places};
use crate::bookings::cancellation::CancelledBy;
use crate::events::{EventId, load_plain_event};
use crate::kernel::{Pence, Unexpected};
use crate::unexpected_from;

/// Why nobody was taken off.
#[derive(Debug, thiserror::Error)]
pub enum TakeOffError {
    /// Given up, or taken off before; or never on it.
    #[error("This person is no longer on the list. Nothing more has changed.")]
    NotOnList,
    /// It has begun.
    #[error("The training has begun, so the list stays as it is. Write to us if somebody did not come.")]
    Started,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(TakeOffError);

/// Somebody on the list of this private date who can be taken off it now.
pub async fn find_removable(
    app: &App,
    event_id: i64,
    reference: &str,
    position: i32,
) -> Result<Registered, TakeOffError> {
    let db = app.db.reader();
    let found = find_registered(db, event_id, (reference, position)).await?.filter(Registered::is_coming);
    let found = found.ok_or(TakeOffError::NotOnList)?;
    if load_plain_event(db, EventId(event_id)).await?.when.has_started(app.now()) {
        return Err(TakeOffError::Started);
    }
    Ok(found)
}

/// Takes them off. They are told by the ordinary letter, in words that say who asked for it.
pub async fn take_off_list(app: &App, person: &Registered, host: &str) -> Result<(), TakeOffError> {
    let command = CancelPlaces {
        booking_id: person.booking_id,
        place_ids: vec![person.place_id],
        by: CancelledBy::Officer(100),
        actor: Actor::Link,
        expected: Some(Shown { paid: Pence::ZERO, total: Pence::ZERO }),
        reason: format!(
            "{host} has taken you off the list of its own training. Ask whoever arranged it there if you do not know why."
        ),
    };
    match cancel_places(app, &command).await {
        Ok(_) => Ok(()),
        Err(CancelPlacesError::AlreadyCancelled) => Err(TakeOffError::NotOnList),
        Err(CancelPlacesError::Unexpected(error)) => Err(error.into()),
        Err(other) => Err(Unexpected::because(other.to_string()).into()),
    }
}
