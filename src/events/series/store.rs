//! Statements that write series.

use entity::{event_series, event_series_date};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::SeriesId;
use crate::events::EventId;
use crate::kernel::Instant;

pub(super) async fn insert_series(tx: &impl ConnectionTrait, name: &str, now: Instant) -> Result<SeriesId, DbErr> {
    let row = event_series::ActiveModel { name: Set(name.to_owned()), created_at: Set(now), ..Default::default() };
    Ok(SeriesId(event_series::Entity::insert(row).exec(tx).await?.last_insert_id))
}

/// A meeting is a date of one series at most; says if it was written.
pub(super) async fn insert_date(tx: &impl ConnectionTrait, id: SeriesId, event: EventId) -> Result<bool, DbErr> {
    let row = event_series_date::ActiveModel { event_id: Set(event.0), series_id: Set(id.0) };
    let known = OnConflict::column(event_series_date::Column::EventId).do_nothing().to_owned();
    let written = event_series_date::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(written == 1)
}

/// Says if it was one of its dates.
pub(super) async fn delete_date(tx: &impl ConnectionTrait, id: SeriesId, event: EventId) -> Result<bool, DbErr> {
    let done = event_series_date::Entity::delete_many()
        .filter(event_series_date::Column::EventId.eq(event.0))
        .filter(event_series_date::Column::SeriesId.eq(id.0))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
