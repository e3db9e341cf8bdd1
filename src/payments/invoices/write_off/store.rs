//! Rows of write-offs.

use entity::write_off::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{DecideWriteOff, WriteOff};
use crate::kernel::{Instant, Pence};

/// Writes it: done at once, or waiting for a second person.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    command: &WriteOff,
    (owed, needs_second): (Pence, bool),
    now: Instant,
) -> Result<i64, DbErr> {
    let row = ActiveModel {
        charge_id: Set(command.charge_id),
        amount_pence: Set(owed.get()),
        reason: Set(command.reason.clone()),
        state: Set(if needs_second { "requested" } else { "done" }.to_owned()),
        requested_by_id: Set(command.requested_by),
        requested_at: Set(now),
        decided_at: Set((!needs_second).then_some(now)),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One by its row.
pub(in crate::payments) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Writes the second person's answer. False: it was decided before.
pub(super) async fn mark_decided(
    tx: &impl ConnectionTrait,
    id: i64,
    command: DecideWriteOff,
    now: Instant,
) -> Result<bool, DbErr> {
    let state = if command.is_approved { "done" } else { "refused" };
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DecidedById, Expr::value(command.decided_by))
        .col_expr(Column::DecidedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq("requested"))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The write-off of a charge that waits for a second person.
pub(in crate::payments) async fn find_waiting(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::ChargeId.eq(charge_id)).filter(Column::State.eq("requested")).one(db).await
}

/// Every write-off that waits for a second person, the oldest first.
pub(in crate::payments) async fn list_waiting(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::State.eq("requested")).order_by_asc(Column::Id).all(db).await
}

/// Every write-off of a charge, the oldest first.
pub(in crate::payments) async fn list_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::ChargeId.eq(charge_id)).order_by_asc(Column::Id).all(db).await
}
