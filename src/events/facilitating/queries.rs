//! Which dates somebody leads.

use entity::event_facilitator::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::events::{EventDetails, EventId, EventState, load_plain_events};
use crate::kernel::Unexpected;

/// Every date that was announced and names this person as facilitator, by their record; the latest first, undated ones before.
pub async fn dates_led_by(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<EventDetails>, Unexpected> {
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .distinct()
        .column(Column::EventId)
        .filter(Column::PersonId.eq(person_id))
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<EventId> = ids.into_iter().map(EventId).collect();
    let led = load_plain_events(db, &ids).await?.into_values();
    let mut led: Vec<EventDetails> = led.filter(|event| event.state != EventState::Draft).collect();
    led.sort_by_key(|event| (event.first_day().is_some(), std::cmp::Reverse((event.first_day(), event.id))));
    Ok(led)
}

/// Whether any date names this person, so that their account leads there.
pub async fn leads_dates(db: &impl ConnectionTrait, person_id: i64) -> Result<bool, Unexpected> {
    let one: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::PersonId.eq(person_id))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(one.is_some())
}
