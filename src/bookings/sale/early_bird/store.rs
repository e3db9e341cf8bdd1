//! Writes the early price of a sale (ELG-11).

use entity::early_bird;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::bookings::discounts::offers::EarlyBird;

/// Writes, changes or takes away the early price of an event. Places booked before keep theirs (ELG-4).
pub async fn set_early_bird(tx: &impl ConnectionTrait, event_id: i64, early: Option<EarlyBird>) -> Result<(), DbErr> {
    let Some(early) = early else {
        early_bird::Entity::delete_by_id(event_id).exec(tx).await?;
        return Ok(());
    };
    let row = early_bird::ActiveModel {
        event_id: Set(event_id),
        price_pence: Set(early.price.get()),
        ends_at: Set(early.ends_at),
        most_places: Set(early.most_places),
        created_at: Set(early.created_at),
    };
    let change = OnConflict::column(early_bird::Column::EventId)
        .update_columns([early_bird::Column::PricePence, early_bird::Column::EndsAt, early_bird::Column::MostPlaces])
        .to_owned();
    early_bird::Entity::insert(row).on_conflict(change).exec_without_returning(tx).await?;
    Ok(())
}
