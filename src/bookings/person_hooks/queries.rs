//! What a person booked, for their data download.

use entity::{booking, event, place, waiting_entry};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::kernel::{Instant, Unexpected};

pub(super) async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let bookings = booking::Entity::find()
        .filter(booking::Column::BookerPersonId.is_in(ids.iter().copied()))
        .order_by_asc(booking::Column::Id)
        .all(db)
        .await?;
    let places = place::Entity::find()
        .filter(place::Column::PersonId.is_in(ids.iter().copied()))
        .order_by_asc(place::Column::Id)
        .all(db)
        .await?;
    let entries = waiting_entry::Entity::find()
        .filter(waiting_entry::Column::PersonId.is_in(ids.iter().copied()))
        .order_by_asc(waiting_entry::Column::Id)
        .all(db)
        .await?;
    let events = bookings.iter().map(|row| row.event_id).chain(places.iter().map(|row| row.event_id));
    let events = events.chain(entries.iter().map(|row| row.event_id));
    let events = event::Entity::find().filter(event::Column::Id.is_in(events)).all(db).await?;
    let events: BTreeMap<i64, &event::Model> = events.iter().map(|row| (row.id, row)).collect();
    let title = |id: i64| events.get(&id).map(|event| event.title.as_str());
    let day = |id: i64| events.get(&id).and_then(|event| event.first_day);
    let made: Vec<Value> = bookings
        .iter()
        .map(|row| {
            json!({
                "reference": row.reference, "event": title(row.event_id), "first_day": day(row.event_id),
                "booker_name": row.booker_name, "booker_email": row.booker_email, "state": row.state,
                "organisation": row.organisation_name, "total_pence": row.total_pence, "booked_at": row.booked_at,
                "payment_method": row.payment_method, "confirmed_at": row.confirmed_at, "ended_at": row.ended_at,
            })
        })
        .collect();
    let had: Vec<Value> = places
        .iter()
        .map(|row| {
            json!({
                "event": title(row.event_id), "first_day": day(row.event_id), "attendee_name": row.attendee_name,
                "attendee_email": row.attendee_email, "state": row.state, "price_pence": row.price_pence,
                "price_reason": row.price_reason,
            })
        })
        .collect();
    let waited: Vec<Value> = entries
        .iter()
        .map(|row| {
            json!({
                "event": title(row.event_id), "first_day": day(row.event_id), "name": row.name, "email": row.email,
                "places": row.places, "all_together": row.all_together, "state": row.state, "joined_at": row.joined_at,
                "ended_at": row.ended_at,
            })
        })
        .collect();
    Ok(json!({ "bookings": made, "places": had, "waiting_lists": waited }))
}

/// Whether one of these people has a place, or a booking, at an event that is not over.
pub async fn has_places_ahead(db: &impl ConnectionTrait, ids: &[i64], now: Instant) -> Result<bool, Unexpected> {
    let live = ["held", "confirmed"];
    let bookings = booking::Entity::find()
        .filter(booking::Column::BookerPersonId.is_in(ids.iter().copied()))
        .filter(booking::Column::State.is_in(live))
        .all(db)
        .await?;
    let places = place::Entity::find()
        .filter(place::Column::PersonId.is_in(ids.iter().copied()))
        .filter(place::Column::State.is_in(live))
        .all(db)
        .await?;
    let events = bookings.iter().map(|row| row.event_id).chain(places.iter().map(|row| row.event_id));
    let events = event::Entity::find().filter(event::Column::Id.is_in(events)).all(db).await?;
    Ok(events.iter().any(|event| event.state != "cancelled" && event.ends_at.is_none_or(|end| end > now)))
}
