//! Counts over places and their cancellations.

use std::collections::BTreeMap;

use entity::{booking, place, place_change};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::bookings::booking_state::BookingState;
use crate::events::EventId;
use crate::kernel::{Instant, Pence, Unexpected};

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// A sum as a 64-bit integer, which PostgreSQL would otherwise widen.
fn sum(column: SimpleExpr) -> SimpleExpr {
    column.sum().cast_as("bigint")
}

/// The event that each place is, or was, for.
pub async fn events_of_places(
    db: &impl ConnectionTrait,
    place_ids: &[i64],
) -> Result<BTreeMap<i64, EventId>, Unexpected> {
    let mut events = BTreeMap::new();
    for some in place_ids.chunks(AT_ONCE) {
        let rows: Vec<(i64, i64)> = place::Entity::find()
            .select_only()
            .column(place::Column::Id)
            .column(place::Column::EventId)
            .filter(place::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        events.extend(rows.into_iter().map(|(place, event)| (place, EventId(event))));
    }
    Ok(events)
}

/// The event that each change of a place is for: the one moved to, or the booking's own.
pub async fn events_of_changes(
    db: &impl ConnectionTrait,
    change_ids: &[i64],
) -> Result<BTreeMap<i64, EventId>, Unexpected> {
    let mut events = BTreeMap::new();
    for some in change_ids.chunks(AT_ONCE) {
        let to_booking = place_change::Entity::belongs_to(booking::Entity)
            .from(place_change::Column::BookingId)
            .to(booking::Column::Id);
        let rows: Vec<(i64, Option<i64>, i64)> = place_change::Entity::find()
            .select_only()
            .column(place_change::Column::Id)
            .column(place_change::Column::ToEventId)
            .column(booking::Column::EventId)
            .join(JoinType::InnerJoin, to_booking.into())
            .filter(place_change::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        events.extend(rows.into_iter().map(|(change, to, own)| (change, EventId(to.unwrap_or(own)))));
    }
    Ok(events)
}

/// Places sold at one kind of price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldSum {
    /// The stored word of the reason, such as "member".
    pub price_reason: String,
    /// Places whose booking was confirmed in the period, whatever became of them.
    pub places: i64,
    /// Of those, live today.
    pub live: i64,
    /// What came off the list price: early bird, member, code, bursary, free (AC-16).
    pub reduction: Pence,
    /// What they cost, today's price of each.
    pub price: Pence,
}

/// Places of bookings confirmed from `from` to before `to`, by the reason for their price (REP-4, AC-16).
pub async fn sold_sums(db: &impl ConnectionTrait, from: Instant, to: Instant) -> Result<Vec<SoldSum>, Unexpected> {
    let to_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    let rows: Vec<(String, String, i64, i64, i64)> = place::Entity::find()
        .select_only()
        .column(place::Column::PriceReason)
        .column(place::Column::State)
        .column_as(Expr::col((place::Entity, place::Column::Id)).count().cast_as("bigint"), "places")
        .column_as(sum(Expr::col((place::Entity, place::Column::PricePence))), "pence")
        // Not the discount of an invoice's line: a place that costs nothing has no line.
        .column_as(sum(Expr::col((place::Entity, place::Column::ListPence))), "list")
        .join(JoinType::InnerJoin, to_booking.into())
        .filter(booking::Column::ConfirmedAt.gte(from))
        .filter(booking::Column::ConfirmedAt.lt(to))
        .group_by(place::Column::PriceReason)
        .group_by(place::Column::State)
        .order_by_asc(place::Column::PriceReason)
        .into_tuple()
        .all(db)
        .await?;
    let mut sums: BTreeMap<String, SoldSum> = BTreeMap::new();
    for (price_reason, state, places, pence, list) in rows {
        let sum = sums.entry(price_reason.clone()).or_insert(SoldSum {
            price_reason,
            places: 0,
            live: 0,
            reduction: Pence::ZERO,
            price: Pence::ZERO,
        });
        sum.places += places;
        sum.price += Pence::new(pence);
        sum.reduction += Pence::new(list - pence);
        if BookingState::parse(&state).is_some_and(BookingState::takes_a_place) {
            sum.live += places;
        }
    }
    Ok(sums.into_values().collect())
}
