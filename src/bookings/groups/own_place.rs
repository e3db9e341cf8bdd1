//! What an attendee may do with their own place (GRP-8): correct the name on it, and, when it was paid for, ask its booker to
//! cancel it. Money stays the booker's to decide.

use entity::place;

use super::emails;
use super::naming::{Naming, NotNameable};
use super::store::{self, NameWritten};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::email_words::refund_words;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{PersonName, Unexpected};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OwnPlaceError {
    /// Cancelled, moved, or given to somebody else since.
    #[error("This place is not yours any more, so nothing has changed. Ask the person who booked it.")]
    NotYours,
    /// Before the start only.
    #[error("{0}")]
    TooLate(NotNameable),
    /// Somebody else with this address has that very name (DUP-1).
    #[error("Somebody with this name and your email address has a place on this date. Nothing has changed.")]
    Taken,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(OwnPlaceError);

impl From<NotNameable> for OwnPlaceError {
    fn from(reason: NotNameable) -> Self {
        match reason {
            NotNameable::Unexpected(error) => Self::Unexpected(error),
            NotNameable::Ended => Self::NotYours,
            reason => Self::TooLate(reason),
        }
    }
}

/// Corrects the name on one's own place; `place` is as the personal link opened it.
pub async fn correct_own_name(
    app: &App,
    place: &place::Model,
    name: &PersonName,
    actor: Actor,
) -> Result<(), OwnPlaceError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let naming = Naming::open(app, tx, place.booking_id, actor, now).await?;
            let current = own(&naming, place)?;
            if current.attendee_name == name.as_str() {
                return Ok(());
            }
            let address = std::iter::once(current.folded_email.clone()).collect();
            let booked = super::queries::live_people(tx, current.event_id, address).await?;
            let folded = (current.folded_email.clone(), name.folded());
            if folded.1 != current.folded_name && booked.contains(&folded) {
                return Err(OwnPlaceError::Taken);
            }
            match store::correct_name(tx, current, name).await? {
                NameWritten::Yes => Ok(naming.record("place.name_corrected", current.id).await?),
                NameWritten::PlaceTaken => Err(OwnPlaceError::NotYours),
                NameWritten::PersonBooked => Err(OwnPlaceError::Taken),
            }
        })
        .await
}

/// Tells the booker that the attendee cannot come, with the last day for a refund; asked twice is told once.
pub async fn ask_to_cancel(app: &App, place: &place::Model, actor: Actor) -> Result<(), OwnPlaceError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let naming = Naming::open(app, tx, place.booking_id, actor, now).await?;
            let current = own(&naming, place)?;
            let words = refund_words(tx, &naming.booking, &naming.event, now).await?;
            emails::queue_wish_to_cancel(app, tx, (&naming.booking, current), &naming.event, &words, now).await?;
            Ok(naming.record("place.cancellation_asked", current.id).await?)
        })
        .await
}

/// The place behind the lock, if the link that opened it still would.
fn own<'a>(naming: &'a Naming<'_>, place: &place::Model) -> Result<&'a place::Model, OwnPlaceError> {
    let current = naming.places.iter().find(|row| row.id == place.id);
    let is_own = |row: &&place::Model| {
        row.state == BookingState::Confirmed.word()
            && row.link_generation == place.link_generation
            && !row.folded_name.is_empty()
    };
    current.filter(is_own).ok_or(OwnPlaceError::NotYours)
}
