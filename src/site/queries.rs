//! Reads that no feature owns.

use entity::worker_heartbeat::{Column, Entity};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

use crate::kernel::Instant;

/// When a worker last said that it lives; none before the first.
pub async fn latest_heartbeat(db: &impl ConnectionTrait) -> Result<Option<Instant>, DbErr> {
    Ok(Entity::find().order_by_desc(Column::BeatAt).one(db).await?.map(|row| row.beat_at))
}
