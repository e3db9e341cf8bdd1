//! Statements that write versions of refund policies.

use entity::{event_sale, refund_policy};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::kernel::Instant;

/// A version to be written.
pub(super) struct NewVersion<'a> {
    pub(super) code: &'a str,
    pub(super) version: i32,
    pub(super) name: &'a str,
    pub(super) tiers: Value,
    pub(super) officer_id: i64,
}

/// Writes the version and gives its id. None: this version of this code is there already.
pub(super) async fn insert_version(
    db: &impl ConnectionTrait,
    new: NewVersion<'_>,
    now: Instant,
) -> Result<Option<i64>, DbErr> {
    use refund_policy::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        code: Set(new.code.to_owned()),
        version: Set(new.version),
        name: Set(new.name.to_owned()),
        tiers: Set(new.tiers),
        created_at: Set(now),
        created_by_id: Set(Some(new.officer_id)),
        ..Default::default()
    };
    let there = OnConflict::columns([Column::Code, Column::Version]).do_nothing().to_owned();
    let written = Entity::insert_many([row]).on_conflict(there).exec_with_returning(db).await?;
    Ok(written.first().map(|row| row.id))
}

/// Sells these dates under another version from now on; bookings keep theirs.
pub(super) async fn use_for_dates(
    db: &impl ConnectionTrait,
    (from, to): (&[i64], i64),
    event_ids: &[i64],
) -> Result<(), DbErr> {
    event_sale::Entity::update_many()
        .col_expr(event_sale::Column::RefundPolicyId, Expr::value(to))
        .filter(event_sale::Column::RefundPolicyId.is_in(from.iter().copied()))
        .filter(event_sale::Column::EventId.is_in(event_ids.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}
