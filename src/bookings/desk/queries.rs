//! Reads shaped for the desk of a date: a page of bookings, counts by state, what was taken, the list for the door.

use std::collections::BTreeMap;

use entity::{booking, place, place_cancellation};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::bookings::booking_state::BookingState;
use crate::kernel::{Pence, Unexpected};
use crate::web::Page;

/// A booking with its places in their order.
pub type BookingWithPlaces = (booking::Model, Vec<place::Model>);

/// One page of an event's bookings, newest first, and how many there are in all. Two statements and a count, however many
/// bookings there are.
pub async fn list_bookings(
    db: &impl ConnectionTrait,
    event_id: i64,
    page: Page,
) -> Result<(Vec<BookingWithPlaces>, u64), Unexpected> {
    let of_event = booking::Entity::find().filter(booking::Column::EventId.eq(event_id));
    let total = of_event.clone().count(db).await?;
    let newest = of_event.order_by_desc(booking::Column::Id).limit(page.size).offset(page.offset());
    Ok((with_places(db, newest.all(db).await?).await?, total))
}

async fn with_places(
    db: &impl ConnectionTrait,
    bookings: Vec<booking::Model>,
) -> Result<Vec<BookingWithPlaces>, Unexpected> {
    let ids = bookings.iter().map(|booking| booking.id);
    let places = place::Entity::find()
        .filter(place::Column::BookingId.is_in(ids))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await?;
    let mut by_booking: BTreeMap<i64, Vec<place::Model>> = BTreeMap::new();
    for place in places {
        by_booking.entry(place.booking_id).or_default().push(place);
    }
    let joined = bookings.into_iter().map(|booking| {
        let places = by_booking.remove(&booking.id).unwrap_or_default();
        (booking, places)
    });
    Ok(joined.collect())
}

/// How many places of each of these events wait for payment.
pub async fn count_held(db: &impl ConnectionTrait, event_ids: &[i64]) -> Result<BTreeMap<i64, i64>, Unexpected> {
    let rows: Vec<(i64, i64)> = place::Entity::find()
        .select_only()
        .column(place::Column::EventId)
        .column_as(place::Column::Id.count(), "places")
        .filter(place::Column::EventId.is_in(event_ids.iter().copied()))
        .filter(place::Column::State.eq(BookingState::Held.word()))
        .group_by(place::Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many bookings of an event still take places.
pub async fn count_live_bookings(db: &impl ConnectionTrait, event_id: i64) -> Result<u64, Unexpected> {
    let live = [BookingState::Held.word(), BookingState::Confirmed.word()];
    let of_event = booking::Entity::find().filter(booking::Column::EventId.eq(event_id));
    Ok(of_event.filter(booking::Column::State.is_in(live)).count(db).await?)
}

/// What the places of an event have brought in: the prices of confirmed ones, and what was kept of paid ones that were cancelled.
pub async fn income(db: &impl ConnectionTrait, event_id: i64) -> Result<Pence, Unexpected> {
    let prices = sum(Expr::col((place::Entity, place::Column::PricePence)));
    let confirmed: Option<Option<i64>> = place::Entity::find()
        .select_only()
        .column_as(prices.clone(), "pence")
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .into_tuple()
        .one(db)
        .await?;
    let refunds = sum(Expr::col((place_cancellation::Entity, place_cancellation::Column::RefundPence)));
    let cancelled: Option<(Option<i64>, Option<i64>)> = place::Entity::find()
        .select_only()
        .column_as(prices, "pence")
        .column_as(refunds, "refunded")
        .join(JoinType::InnerJoin, place_to_cancellation())
        .join(JoinType::InnerJoin, place_to_booking())
        .filter(place::Column::EventId.eq(event_id))
        .filter(booking::Column::ConfirmedAt.is_not_null())
        .into_tuple()
        .one(db)
        .await?;
    let (paid, refunded) = cancelled.unwrap_or_default();
    let kept = paid.unwrap_or_default() - refunded.unwrap_or_default();
    Ok(Pence::new(confirmed.flatten().unwrap_or_default() + kept))
}

fn place_to_cancellation() -> sea_orm::RelationDef {
    place::Entity::belongs_to(place_cancellation::Entity)
        .from(place::Column::Id)
        .to(place_cancellation::Column::PlaceId)
        .into()
}

fn place_to_booking() -> sea_orm::RelationDef {
    place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id).into()
}

/// A sum as a 64-bit integer, which PostgreSQL would otherwise widen.
fn sum(column: Expr) -> SimpleExpr {
    column.sum().cast_as("bigint")
}

/// Everybody who has a place, by name, with the booking it belongs to. Answers to questions and needs are not read (REP-5).
pub async fn list_attendees(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(place::Model, booking::Model)>, Unexpected> {
    let live = [BookingState::Held.word(), BookingState::Confirmed.word()];
    let places = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.is_in(live))
        .order_by_asc(place::Column::FoldedName)
        .order_by_asc(place::Column::Id)
        .all(db)
        .await?;
    let bookings = booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.is_in(live))
        .all(db)
        .await?;
    let by_id: BTreeMap<i64, booking::Model> = bookings.into_iter().map(|booking| (booking.id, booking)).collect();
    Ok(places
        .into_iter()
        .filter_map(|place| {
            let booking = by_id.get(&place.booking_id)?.clone();
            Some((place, booking))
        })
        .collect())
}
