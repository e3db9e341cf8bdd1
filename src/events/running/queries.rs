//! Which dates are to be decided, and how each stands.

use entity::event::{Column as C, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Minimum, RunDecision};
use crate::events::{EventId, EventState};
use crate::kernel::Instant;
use crate::kernel::uk_time::london_date;

/// What a row says about its decision; none for a date that runs whoever comes.
pub(in crate::events) fn run_of(row: &Model) -> Option<RunDecision> {
    let minimum = Minimum { places: row.least_places?, decide_at: row.decide_at? };
    Some(RunDecision { minimum, confirmed_at: row.confirmed_to_run_at, short_at: row.found_short_at })
}

/// Published dates whose decision is due at `now` and was not taken; those whose day has passed are left as they were.
pub async fn list_to_decide(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<EventId>, DbErr> {
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::State.eq(EventState::Published.word()))
        .filter(C::DecideAt.lte(now))
        .filter(C::ConfirmedToRunAt.is_null())
        .filter(C::FoundShortAt.is_null())
        .filter(C::FirstDay.gte(london_date(now)))
        .order_by_asc(C::DecideAt)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(EventId).collect())
}

/// Published dates to come that too few people had booked at their decision: an officer has to say what becomes of them.
pub async fn list_undecided(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<EventId>, DbErr> {
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::State.eq(EventState::Published.word()))
        .filter(C::ConfirmedToRunAt.is_null())
        .filter(C::FoundShortAt.is_not_null())
        .filter(C::FirstDay.gte(london_date(now)))
        .order_by_asc(C::FirstDay)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(EventId).collect())
}
