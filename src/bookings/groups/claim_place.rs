//! Somebody who was sent a claim link puts their own name to the place (GRP-2). The link works once.

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::naming::{Naming, NotGiven, NotNameable};
use super::place_status::is_live;
use super::queries::find_invitation;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::store::{find_place, load_booking};
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{EmailAddress, PersonName, Unexpected};

/// The command.
#[derive(Clone, Debug)]
pub struct ClaimPlace {
    /// Which place the link is for.
    pub place_id: i64,
    /// The link's generation; the caller has checked the link.
    pub generation: i32,
    /// Own name, as it goes on the register (GRP-6).
    pub name: PersonName,
    /// Own mailbox.
    pub email: EmailAddress,
    /// For the audit.
    pub actor: Actor,
}

/// Why the place was not claimed.
#[derive(Debug, thiserror::Error)]
pub enum ClaimPlaceError {
    /// The link was used, replaced, or the booker typed a name.
    #[error(
        "This link does not work any more: the place has a name, or a newer link was sent. If it was you, look for the email that confirms your place; otherwise ask the person who booked."
    )]
    Used,
    /// The place is gone.
    #[error(
        "This place is not booked any more. Ask the person who booked, or look at the event’s page for free places."
    )]
    Ended,
    /// The booking as a whole takes no names now.
    #[error("{0}")]
    NotNameable(NotNameable),
    /// DUP-1.
    #[error("You already have a place on this date. The email that confirmed it leads to your own page.")]
    AlreadyBooked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(ClaimPlaceError);

impl From<NotNameable> for ClaimPlaceError {
    fn from(reason: NotNameable) -> Self {
        match reason {
            NotNameable::Unexpected(error) => Self::Unexpected(error),
            NotNameable::Ended => Self::Ended,
            reason => Self::NotNameable(reason),
        }
    }
}

impl OpenClaim {
    /// Whoever opened the link reads this mailbox, because the link came there.
    pub(super) fn is_proved(&self, email: &EmailAddress) -> bool {
        EmailAddress::parse(&self.sent_to).is_ok_and(|sent_to| sent_to.folded() == email.folded())
    }
}

/// A place that a claim link leads to.
pub(super) struct OpenClaim {
    pub(super) place: place::Model,
    pub(super) booking: booking::Model,
    pub(super) event: EventDetails,
    /// The generation that works now.
    pub(super) generation: i32,
    /// Where the link was sent.
    pub(super) sent_to: String,
    /// The link has been used, or the booker typed a name.
    pub(super) is_used: bool,
}

/// The place with its present claim link; none when no link was ever sent. Only looks (D17).
pub(super) async fn find_claim(db: &impl ConnectionTrait, place_id: i64) -> Result<Option<OpenClaim>, Unexpected> {
    let (Some(place), Some(invitation)) = (find_place(db, place_id).await?, find_invitation(db, place_id).await?)
    else {
        return Ok(None);
    };
    let booking = load_booking(db, place.booking_id).await?;
    let event = load_event(db, EventId(place.event_id)).await?;
    let is_used = invitation.used_at.is_some() || !place.folded_name.is_empty();
    Ok(Some(OpenClaim {
        place,
        booking,
        event,
        generation: invitation.generation,
        sent_to: invitation.sent_to,
        is_used,
    }))
}

/// Claims the place and gives it as it is now. The same form sent twice is one claim.
pub async fn claim_place(app: &App, command: &ClaimPlace) -> Result<place::Model, ClaimPlaceError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let place = find_place(tx, command.place_id).await?.ok_or(ClaimPlaceError::Ended)?;
            let naming = Naming::open(app, tx, place.booking_id, command.actor, now).await?;
            let place = naming.places.iter().find(|row| row.id == place.id).ok_or(ClaimPlaceError::Ended)?;
            let invitation = find_invitation(tx, place.id).await?.ok_or(ClaimPlaceError::Used)?;
            if invitation.generation != command.generation {
                return Err(ClaimPlaceError::Used);
            }
            if !is_live(place) {
                return Err(ClaimPlaceError::Ended);
            }
            let folded = (command.email.folded(), command.name.folded());
            if invitation.used_at.is_some() {
                let is_same = (&place.folded_email, &place.folded_name) == (&folded.0, &folded.1);
                return if is_same { Ok(place.clone()) } else { Err(ClaimPlaceError::Used) };
            }
            if naming.twins(std::iter::once(&command.email)).await?.contains(&folded) {
                return Err(ClaimPlaceError::AlreadyBooked);
            }
            let given = naming.give(place, (&command.name, &command.email)).await?;
            let named = given.map_err(|why| match why {
                NotGiven::PlaceTaken => ClaimPlaceError::Used,
                NotGiven::PersonBooked => ClaimPlaceError::AlreadyBooked,
            })?;
            naming.tell(std::slice::from_ref(&named)).await?;
            Ok(named)
        })
        .await
}

/// Whether the claimed place is booked for good, or waits for the booker's payment.
pub(super) fn is_confirmed(place: &place::Model) -> bool {
    place.state == BookingState::Confirmed.word()
}
