//! Openings of the page to join, for officers.

use entity::join_opening::{Column as C, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::{Instant, Unexpected};

/// That the page to join was opened for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinOpening {
    /// The place.
    pub place_id: i64,
    /// The first time.
    pub first_opened_at: Instant,
    /// The last time.
    pub last_opened_at: Instant,
    /// How often.
    pub times: i32,
}

/// Openings for these places, by place.
pub async fn join_openings_of(db: &impl ConnectionTrait, place_ids: &[i64]) -> Result<Vec<JoinOpening>, Unexpected> {
    let rows =
        Entity::find().filter(C::PlaceId.is_in(place_ids.iter().copied())).order_by_asc(C::PlaceId).all(db).await?;
    let read = |row: entity::join_opening::Model| JoinOpening {
        place_id: row.place_id,
        first_opened_at: row.first_opened_at,
        last_opened_at: row.last_opened_at,
        times: row.times,
    };
    Ok(rows.into_iter().map(read).collect())
}
