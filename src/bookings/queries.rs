//! Reads shaped for pages.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{booking, event, place};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use super::booking_state::BookingState;
use super::pricing::PriceReason;
use crate::db::is_literally;
use crate::events::{EventView, event_of_row};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// A line of "my bookings".
#[derive(Clone, Debug, Serialize)]
pub struct BookingSummary {
    /// What people quote.
    pub reference: String,
    /// The event's title.
    pub event_title: String,
    /// When, in words.
    pub date_words: String,
    /// State in words.
    pub state_words: &'static str,
    /// A tag's kind for the state.
    pub state_kind: &'static str,
    /// What it costs.
    pub total: String,
    /// Its page.
    pub url: String,
    /// The event is over.
    pub is_past: bool,
}

/// The tag's kind for a state.
pub fn state_kind(state: BookingState) -> &'static str {
    match state {
        BookingState::Held => "caution",
        BookingState::Confirmed => "done",
        BookingState::Expired | BookingState::Cancelled | BookingState::Moved => "plain",
    }
}

/// The newest 50 bookings a person made while signed in.
pub async fn bookings_of_person(
    db: &impl ConnectionTrait,
    person_id: i64,
    now: Instant,
) -> Result<Vec<BookingSummary>, Unexpected> {
    let to_event = booking::Entity::belongs_to(event::Entity).from(booking::Column::EventId).to(event::Column::Id);
    let rows = booking::Entity::find()
        .filter(booking::Column::BookerPersonId.eq(person_id))
        .order_by_desc(booking::Column::BookedAt)
        .order_by_desc(booking::Column::Id)
        .limit(50)
        .join(JoinType::InnerJoin, to_event.into())
        .select_also(event::Entity)
        .all(db)
        .await?;
    let mut summaries = Vec::new();
    for (row, event) in rows {
        let event = event_of_row(event.context("a booking's event is missing")?)?;
        let view = EventView::new(&event, now);
        let state = BookingState::parse(&row.state).unwrap_or(BookingState::Cancelled);
        summaries.push(BookingSummary {
            event_title: view.title,
            date_words: view.date_words,
            state_words: state.label(),
            state_kind: state_kind(state),
            total: money_words(row.total_pence),
            url: format!("/bookings/{}", row.reference),
            is_past: view.is_past,
            reference: row.reference,
        });
    }
    Ok(summaries)
}

/// "Free" or the amount.
pub fn money_words(pence: i64) -> String {
    if pence == 0 { "Free".to_owned() } else { Pence::new(pence).to_string() }
}

/// A booking found through its owner: somebody else's does not exist (S2).
pub async fn find_own_booking(
    db: &impl ConnectionTrait,
    person_id: i64,
    reference: &str,
) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::Column::Reference.eq(reference))
        .filter(booking::Column::BookerPersonId.eq(person_id))
        .one(db)
        .await
}

/// How many bookings are in each state that any is in.
pub async fn count_bookings(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>, DbErr> {
    booking::Entity::find()
        .select_only()
        .column(booking::Column::State)
        .column_as(booking::Column::Id.count(), "number")
        .group_by(booking::Column::State)
        .into_tuple()
        .all(db)
        .await
}

/// A booking by id, if there is one.
pub async fn find_booking(db: &impl ConnectionTrait, id: i64) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find_by_id(id).one(db).await
}

/// The places of a booking in their order.
pub async fn places_of_booking(db: &impl ConnectionTrait, booking_id: i64) -> Result<Vec<place::Model>, DbErr> {
    place::Entity::find()
        .filter(place::Column::BookingId.eq(booking_id))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await
}

/// A place by id, if there is one.
pub async fn find_place(db: &impl ConnectionTrait, id: i64) -> Result<Option<place::Model>, DbErr> {
    place::Entity::find_by_id(id).one(db).await
}

/// Bookings of an event that still take places, oldest first.
pub async fn live_bookings_of_event(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .order_by_asc(booking::Column::Id)
        .all(db)
        .await
}

/// The same with all their places.
pub async fn live_bookings_with_places(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(booking::Model, Vec<place::Model>)>, DbErr> {
    let bookings = live_bookings_of_event(db, event_id).await?;
    with_places(db, event_id, bookings).await
}

/// Bookings still held though their time was over at `before`, the longest overdue first, a hundred at most.
pub async fn overdue_holds(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<i64>, DbErr> {
    booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(is_literally((booking::Entity, booking::Column::State), &[BookingState::Held.word()]))
        .filter(booking::Column::HeldUntil.lte(before))
        .order_by_asc(booking::Column::HeldUntil)
        .limit(100)
        .into_tuple()
        .all(db)
        .await
}

/// Whether a live place of this event was given to the person at the member price: there is one for each member. Places of
/// `except_booking` do not count.
pub async fn has_member_place(
    db: &impl ConnectionTrait,
    (event_id, person_id): (i64, i64),
    except_booking: Option<i64>,
) -> Result<bool, DbErr> {
    let mut found = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::PersonId.eq(person_id))
        .filter(place::Column::PriceReason.eq(PriceReason::Member.word()))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]));
    if let Some(booking_id) = except_booking {
        found = found.filter(place::Column::BookingId.ne(booking_id));
    }
    Ok(found.limit(1).one(db).await?.is_some())
}

/// All bookings of an event with their places, newest first, for the officer's page.
pub async fn bookings_of_event(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(booking::Model, Vec<place::Model>)>, DbErr> {
    let bookings = booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .order_by_desc(booking::Column::BookedAt)
        .order_by_desc(booking::Column::Id)
        .all(db)
        .await?;
    with_places(db, event_id, bookings).await
}

async fn with_places(
    db: &impl ConnectionTrait,
    event_id: i64,
    bookings: Vec<booking::Model>,
) -> Result<Vec<(booking::Model, Vec<place::Model>)>, DbErr> {
    let places = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await?;
    let mut by_booking: BTreeMap<i64, Vec<place::Model>> = BTreeMap::new();
    for place in places {
        by_booking.entry(place.booking_id).or_default().push(place);
    }
    Ok(bookings
        .into_iter()
        .map(|booking| {
            let places = by_booking.remove(&booking.id).unwrap_or_default();
            (booking, places)
        })
        .collect())
}

/// Confirmed places with this folded address on events that begin today or later, each with its booking.
pub async fn places_to_come_at(
    db: &impl ConnectionTrait,
    folded_email: &str,
    today: NaiveDate,
) -> Result<Vec<(place::Model, booking::Model)>, DbErr> {
    let of_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    let of_event = place::Entity::belongs_to(event::Entity).from(place::Column::EventId).to(event::Column::Id);
    let rows = place::Entity::find()
        .join(JoinType::InnerJoin, of_event.into())
        .join(JoinType::InnerJoin, of_booking.into())
        .select_also(booking::Entity)
        .filter(place::Column::FoldedEmail.eq(folded_email))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(event::Column::FirstDay.gte(today))
        .order_by_asc(place::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(place, booking)| Some((place, booking?))).collect())
}

/// The confirmed places of an event, by rising id.
pub async fn confirmed_places_of_event(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<place::Model>, DbErr> {
    place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .order_by_asc(place::Column::Id)
        .all(db)
        .await
}
