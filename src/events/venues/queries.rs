//! What is known of rooms, read with the dates that have one.

use std::collections::HashMap;

use entity::event_venue::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::VenueDetails;
use crate::events::{EventDetails, EventId};

/// Adds what is known of their rooms: one statement, and none where every date is online.
pub(in crate::events) async fn with_venues(
    db: &impl ConnectionTrait,
    mut events: Vec<EventDetails>,
) -> Result<Vec<EventDetails>, DbErr> {
    let ids: Vec<i64> = events.iter().filter(|event| event.mode.has_room()).map(|event| event.id.0).collect();
    if ids.is_empty() {
        return Ok(events);
    }
    let rows = Entity::find().filter(Column::EventId.is_in(ids)).all(db).await?;
    let mut found: HashMap<i64, Model> = rows.into_iter().map(|row| (row.event_id, row)).collect();
    for event in &mut events {
        event.venue_details = found.remove(&event.id.0).map(details).unwrap_or_default();
    }
    Ok(events)
}

/// What is known of one date's room; nothing while nobody wrote it down.
pub(super) async fn find_venue(db: &impl ConnectionTrait, id: EventId) -> Result<VenueDetails, DbErr> {
    Ok(Entity::find_by_id(id.0).one(db).await?.map(details).unwrap_or_default())
}

fn details(row: Model) -> VenueDetails {
    VenueDetails {
        room: row.room,
        address: row.address,
        travel: row.travel,
        access: row.access,
        arrive_minutes: row.arrive_minutes,
    }
}
