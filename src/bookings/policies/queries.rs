//! Policies with all their versions, and where they are used.

use std::collections::BTreeMap;

use entity::{booking, event_sale, person, refund_policy};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::bookings::refund_policy::RefundTier;
use crate::events::{EventDetails, EventId, load_plain_events};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// A policy and everything it was, the newest version first.
pub(super) struct PolicyHistory {
    pub(super) code: String,
    pub(super) versions: Vec<PastVersion>,
}

/// One version.
pub(super) struct PastVersion {
    pub(super) id: i64,
    pub(super) version: i32,
    pub(super) name: String,
    pub(super) tiers: Vec<RefundTier>,
    pub(super) written_at: Instant,
    /// None for what came with the system.
    pub(super) written_by: Option<String>,
    /// Bookings made under it.
    pub(super) bookings: i64,
}

/// Every policy by name.
pub(super) async fn list_histories(db: &impl ConnectionTrait) -> Result<Vec<PolicyHistory>, Unexpected> {
    let rows = refund_policy::Entity::find().order_by_desc(refund_policy::Column::Version).all(db).await?;
    let authors: Vec<i64> = rows.iter().filter_map(|row| row.created_by_id).collect();
    let authors = person::Entity::find().filter(person::Column::Id.is_in(authors)).all(db).await?;
    let authors: BTreeMap<i64, String> = authors.into_iter().map(|row| (row.id, row.full_name)).collect();
    let bookings = bookings_by_version(db).await?;
    let mut by_code: BTreeMap<String, Vec<PastVersion>> = BTreeMap::new();
    for row in rows {
        let version = PastVersion {
            id: row.id,
            version: row.version,
            name: row.name,
            tiers: serde_json::from_value(row.tiers).context("a refund policy's tiers cannot be read")?,
            written_at: row.created_at,
            written_by: row.created_by_id.and_then(|id| authors.get(&id).cloned()),
            bookings: bookings.get(&row.id).copied().unwrap_or_default(),
        };
        by_code.entry(row.code).or_default().push(version);
    }
    Ok(by_code.into_iter().map(|(code, versions)| PolicyHistory { code, versions }).collect())
}

/// One policy by its code.
pub(super) async fn find_history(db: &impl ConnectionTrait, code: &str) -> Result<Option<PolicyHistory>, Unexpected> {
    Ok(list_histories(db).await?.into_iter().find(|history| history.code == code))
}

async fn bookings_by_version(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, i64>, DbErr> {
    use booking::{Column, Entity};
    let counts: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::RefundPolicyId)
        .column_as(Column::Id.count(), "bookings")
        .group_by(Column::RefundPolicyId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// The dates sold under any of these versions that are not over, the next first.
pub(super) async fn dates_under(
    db: &impl ConnectionTrait,
    version_ids: &[i64],
    now: Instant,
) -> Result<Vec<EventDetails>, Unexpected> {
    let ids: Vec<i64> = event_sale::Entity::find()
        .select_only()
        .column(event_sale::Column::EventId)
        .filter(event_sale::Column::RefundPolicyId.is_in(version_ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<EventId> = ids.into_iter().map(EventId).collect();
    let events = load_plain_events(db, &ids).await?;
    let mut coming: Vec<EventDetails> =
        events.into_values().filter(|event| !event.when.is_over(now) && !event.is_cancelled()).collect();
    coming.sort_by_key(|event| (event.first_day(), event.id.0));
    Ok(coming)
}
