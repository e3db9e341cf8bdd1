//! The statement that writes what is known of a date's room.

use entity::event_venue::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use super::VenueDetails;
use crate::events::EventId;

/// Writes it over what was there.
pub(super) async fn replace_venue(tx: &impl ConnectionTrait, id: EventId, details: &VenueDetails) -> Result<(), DbErr> {
    let row = ActiveModel {
        event_id: Set(id.0),
        room: Set(details.room.clone()),
        address: Set(details.address.clone()),
        travel: Set(details.travel.clone()),
        access: Set(details.access.clone()),
        arrive_minutes: Set(details.arrive_minutes),
    };
    let columns = [Column::Room, Column::Address, Column::Travel, Column::Access, Column::ArriveMinutes];
    let over = OnConflict::column(Column::EventId).update_columns(columns).to_owned();
    Entity::insert(row).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}
