//! Reads of series and their dates.

use entity::{event, event_series, event_series_date};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::SeriesId;
use crate::events::{EventDetails, EventId, EventKind, EventState, Visibility, event_of_row};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};

/// Most meetings that are offered to be put in a series.
const MOST_OFFERED: u64 = 50;

/// A series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Which.
    pub id: SeriesId,
    /// What it is called.
    pub name: String,
}

fn series(row: event_series::Model) -> Series {
    Series { id: SeriesId(row.id), name: row.name }
}

/// The series with this id.
pub async fn find_series(db: &impl ConnectionTrait, id: SeriesId) -> Result<Option<Series>, DbErr> {
    Ok(event_series::Entity::find_by_id(id.0).one(db).await?.map(series))
}

/// The series that an event is a date of.
pub async fn series_of(db: &impl ConnectionTrait, event: EventId) -> Result<Option<Series>, DbErr> {
    let of_series = event_series::Entity::belongs_to(event_series_date::Entity)
        .from(event_series::Column::Id)
        .to(event_series_date::Column::SeriesId);
    let found = event_series::Entity::find()
        .join(JoinType::InnerJoin, of_series.into())
        .filter(event_series_date::Column::EventId.eq(event.0))
        .one(db)
        .await?;
    Ok(found.map(series))
}

/// Every series, the newest first.
pub async fn list_series(db: &impl ConnectionTrait) -> Result<Vec<Series>, DbErr> {
    let rows = event_series::Entity::find().order_by_desc(event_series::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(series).collect())
}

/// The dates of a series in any state, in order of time, undated last; without course, parts and people.
pub async fn events_of_series(db: &impl ConnectionTrait, id: SeriesId) -> Result<Vec<EventDetails>, Unexpected> {
    let of_event = event::Entity::belongs_to(event_series_date::Entity)
        .from(event::Column::Id)
        .to(event_series_date::Column::EventId);
    let rows = event::Entity::find()
        .join(JoinType::InnerJoin, of_event.into())
        .filter(event_series_date::Column::SeriesId.eq(id.0))
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    let mut events = rows.into_iter().map(event_of_row).collect::<Result<Vec<EventDetails>, Unexpected>>()?;
    events.sort_by_key(|event| (event.first_day().is_none(), event.first_day(), event.starts_at(), event.id));
    Ok(events)
}

/// Members' meetings to come that are dates of no series, soonest first.
pub async fn list_without_series(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<EventDetails>, Unexpected> {
    let in_a_series =
        Query::select().column(event_series_date::Column::EventId).from(event_series_date::Entity).to_owned();
    let rows = event::Entity::find()
        .filter(event::Column::Kind.eq(EventKind::MembersMeeting.word()))
        .filter(event::Column::State.ne(EventState::Cancelled.word()))
        .filter(event::Column::Visibility.eq(Visibility::Public.word()))
        .filter(event::Column::FirstDay.gte(london_date(now)))
        .filter(event::Column::Id.in_subquery(in_a_series).not())
        .order_by_asc(event::Column::FirstDay)
        .order_by_asc(event::Column::Id)
        .limit(MOST_OFFERED)
        .all(db)
        .await?;
    rows.into_iter().map(event_of_row).collect()
}
