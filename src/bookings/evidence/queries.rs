//! Reads everything that is known of a booking behind a charge.

use std::collections::BTreeMap;

use entity::{booking, place, place_cancellation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::bookings::booking_state::BookingState;
use crate::bookings::join_openings::{JoinOpening, join_openings_of};
use crate::bookings::refused_requests::{RefusedRequest, refused_requests_of};
use crate::bookings::sale::{load_policy, load_terms};
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::{Instant, Unexpected};

/// A booking as it is shown to a bank.
#[derive(Clone, Debug)]
pub struct BookingEvidence {
    /// What people quote.
    pub reference: String,
    /// Who booked.
    pub booker: (String, String),
    /// The instant they pressed the button that accepts the terms.
    pub booked_at: Instant,
    /// When the money was settled.
    pub confirmed_at: Option<Instant>,
    /// When they asked for the place within the 14 days, if they did (CO-06).
    pub start_now_accepted_at: Option<Instant>,
    /// The version of the terms they accepted, and its words.
    pub terms: (i32, String),
    /// The refund policy they booked under.
    pub policy: String,
    /// What was booked.
    pub event: EventDetails,
    /// For whom.
    pub places: Vec<PlaceEvidence>,
    /// What they asked for and were refused.
    pub refused: Vec<RefusedRequest>,
    /// Keys of the messages about it, as the outbox knows them; one that ends in a colon is a beginning.
    pub message_keys: Vec<String>,
}

/// One place.
#[derive(Clone, Debug)]
pub struct PlaceEvidence {
    /// Who was to come.
    pub attendee: String,
    /// How it stands, in words.
    pub state: &'static str,
    /// When it was cancelled and why.
    pub cancelled: Option<(Instant, String)>,
    /// When the page to join was opened.
    pub joined: Option<JoinOpening>,
}

/// What is known of the booking a charge was raised for; none for other charges.
pub async fn evidence_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<BookingEvidence>, Unexpected> {
    let found = booking::Entity::find().filter(booking::Column::ChargeId.eq(charge_id)).one(db).await?;
    let Some(booking) = found else { return Ok(None) };
    let places = place::Entity::find()
        .filter(place::Column::BookingId.eq(booking.id))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await?;
    let terms = load_terms(db, booking.booking_terms_id).await?;
    Ok(Some(BookingEvidence {
        booker: (booking.booker_name.clone(), booking.booker_email.clone()),
        booked_at: booking.booked_at,
        confirmed_at: booking.confirmed_at,
        start_now_accepted_at: booking.start_now_accepted_at,
        terms: (terms.version, terms.words),
        policy: load_policy(db, booking.refund_policy_id).await?.name,
        event: load_event(db, EventId(booking.event_id)).await?,
        message_keys: message_keys(&booking, &places),
        places: place_evidence(db, places).await?,
        refused: refused_requests_of(db, booking.id).await?,
        reference: booking.reference,
    }))
}

fn message_keys(booking: &booking::Model, places: &[place::Model]) -> Vec<String> {
    let of_booking = ["booking-confirmed:", "booking-cancelled:", "bank-transfer-awaited:"]
        .map(|kind| format!("{kind}{}", booking.id));
    let mut keys: Vec<String> = of_booking.iter().flat_map(|key| [key.clone(), format!("{key}:")]).collect();
    for place in places {
        keys.extend(["place-confirmed:", "place-cancelled:"].map(|kind| format!("{kind}{}", place.id)));
    }
    keys
}

async fn place_evidence(
    db: &impl ConnectionTrait,
    places: Vec<place::Model>,
) -> Result<Vec<PlaceEvidence>, Unexpected> {
    let ids: Vec<i64> = places.iter().map(|place| place.id).collect();
    let joined: BTreeMap<i64, JoinOpening> =
        join_openings_of(db, &ids).await?.into_iter().map(|one| (one.place_id, one)).collect();
    let cancelled =
        place_cancellation::Entity::find().filter(place_cancellation::Column::PlaceId.is_in(ids)).all(db).await?;
    let mut cancelled: BTreeMap<i64, (Instant, String)> =
        cancelled.into_iter().map(|row| (row.place_id, (row.cancelled_at, row.reason))).collect();
    let evidence = |place: place::Model| PlaceEvidence {
        state: BookingState::parse(&place.state).map_or("Moved", BookingState::label),
        cancelled: cancelled.remove(&place.id),
        joined: joined.get(&place.id).copied(),
        attendee: place.attendee_name,
    };
    Ok(places.into_iter().map(evidence).collect())
}
