//! Counts over cancelled places.

use std::collections::BTreeMap;

use entity::{event, place, place_cancellation};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use super::why::CancelledWhy;
use crate::kernel::{Instant, Pence, Unexpected};

/// Places cancelled for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelledSum {
    /// Why.
    pub why: CancelledWhy,
    /// How much of the price came back, in percent.
    pub percent: i32,
    /// How many places.
    pub places: i64,
    /// What was given back for them.
    pub refund: Pence,
}

/// Who cancelled, what was written down, why the date was called off, percent, places and pence.
type CancelledRow = (String, String, Option<String>, i32, i64, i64);

/// Places cancelled from `from` to before `to`, by reason and how much came back (REP-4).
pub async fn cancelled_sums(
    db: &impl ConnectionTrait,
    from: Instant,
    to: Instant,
) -> Result<Vec<CancelledSum>, Unexpected> {
    use place_cancellation::{Column, Entity};
    let to_place = Entity::belongs_to(place::Entity).from(Column::PlaceId).to(place::Column::Id);
    let to_event = place::Entity::belongs_to(event::Entity).from(place::Column::EventId).to(event::Column::Id);
    let rows: Vec<CancelledRow> = Entity::find()
        .select_only()
        .column(Column::CancelledBy)
        .column(Column::Reason)
        .column(event::Column::CancelReason)
        .column(Column::Percent)
        .column_as(Expr::col((Entity, Column::Id)).count().cast_as("bigint"), "places")
        .column_as(Expr::col((Entity, Column::RefundPence)).sum().cast_as("bigint"), "pence")
        .join(JoinType::InnerJoin, to_place.into())
        .join(JoinType::InnerJoin, to_event.into())
        .filter(Column::CancelledAt.gte(from))
        .filter(Column::CancelledAt.lt(to))
        .group_by(Column::CancelledBy)
        .group_by(Column::Reason)
        .group_by(event::Column::CancelReason)
        .group_by(Column::Percent)
        .into_tuple()
        .all(db)
        .await?;
    let mut sums: BTreeMap<(CancelledWhy, i32), (i64, Pence)> = BTreeMap::new();
    for (by, written, called_off, percent, places, pence) in rows {
        let why = CancelledWhy::of(&by, &written, called_off.as_deref());
        // The most that came back first.
        let sum = sums.entry((why, -percent)).or_default();
        sum.0 += places;
        sum.1 += Pence::new(pence);
    }
    let read = |((why, off), (places, refund)): ((CancelledWhy, i32), (i64, Pence))| CancelledSum {
        why,
        percent: -off,
        places,
        refund,
    };
    Ok(sums.into_iter().map(read).collect())
}
