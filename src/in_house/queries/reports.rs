//! What the treasurer's reports ask about in-house training.

use std::collections::BTreeMap;

use entity::in_house_quote::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::events::EventId;
use crate::kernel::Unexpected;

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// The private event that each accepted quote led to; quotes without one are left out.
pub async fn events_of_quotes(
    db: &impl ConnectionTrait,
    quote_ids: &[i64],
) -> Result<BTreeMap<i64, EventId>, Unexpected> {
    let mut events = BTreeMap::new();
    for some in quote_ids.chunks(AT_ONCE) {
        let rows: Vec<(i64, Option<i64>)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::EventId])
            .filter(Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        events.extend(rows.into_iter().filter_map(|(quote, event)| Some((quote, EventId(event?)))));
    }
    Ok(events)
}
