//! Refused requests as officers see them.

use entity::refused_request::{Column as C, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Wanted;
use crate::kernel::{Instant, Unexpected};

/// A request that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRequest {
    /// What was wanted, in words.
    pub wanted: &'static str,
    /// Why it was refused: a word such as "disputed" or "started".
    pub why: String,
    /// When it was asked for first: what an exception is judged by.
    pub first_asked_at: Instant,
    /// How often.
    pub times: i32,
}

/// What was asked for in vain for a booking, the oldest first.
pub async fn refused_requests_of(
    db: &impl ConnectionTrait,
    booking_id: i64,
) -> Result<Vec<RefusedRequest>, Unexpected> {
    let rows = Entity::find().filter(C::BookingId.eq(booking_id)).order_by_asc(C::FirstAskedAt).all(db).await?;
    let read = |row: entity::refused_request::Model| RefusedRequest {
        wanted: Wanted::label(&row.wanted),
        why: row.why,
        first_asked_at: row.first_asked_at,
        times: row.times,
    };
    Ok(rows.into_iter().map(read).collect())
}
