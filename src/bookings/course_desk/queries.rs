//! Reads for the course desk: versions of refund policies, and how many have booked each of several dates.

use std::collections::BTreeMap;

use entity::{place, refund_policy};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy_versions::{PolicyVersion, PolicyVersions};
use crate::bookings::booking_state::BookingState;
use crate::kernel::Unexpected;

/// Every version of every refund policy.
pub async fn policy_versions(db: &impl ConnectionTrait) -> Result<PolicyVersions, Unexpected> {
    use refund_policy::Column;
    let newest_first = refund_policy::Entity::find().order_by_asc(Column::Code).order_by_desc(Column::Version);
    let rows = newest_first.all(db).await?;
    let version = |row: refund_policy::Model| PolicyVersion { id: row.id, code: row.code, name: row.name };
    Ok(PolicyVersions(rows.into_iter().map(version).collect()))
}

/// Who has booked a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Booked {
    /// Bookings with live places.
    pub(super) bookings: i64,
    /// Live places.
    pub(super) places: i64,
}

/// Live bookings and places of these dates, in one statement; a date that nobody has booked is left out.
pub(super) async fn count_booked(
    db: &impl ConnectionTrait,
    event_ids: &[i64],
) -> Result<BTreeMap<i64, Booked>, Unexpected> {
    let live = [BookingState::Held.word(), BookingState::Confirmed.word()];
    let rows: Vec<(i64, i64, i64)> = place::Entity::find()
        .select_only()
        .column(place::Column::EventId)
        .column_as(Expr::col(place::Column::BookingId).count_distinct(), "bookings")
        .column_as(place::Column::Id.count(), "places")
        .filter(place::Column::EventId.is_in(event_ids.iter().copied()))
        .filter(place::Column::State.is_in(live))
        .group_by(place::Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, bookings, places)| (id, Booked { bookings, places })).collect())
}
