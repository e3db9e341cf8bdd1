//! Statements on batches. Every step of a job begins with [`claim_step`], so that a job that was taken over by another worker,
//! or runs twice, changes nothing.

use entity::import_batch::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::kernel::Instant;
use crate::members::imports::batch_state::BatchState;
use crate::members::imports::file_shape::FileShape;

/// A file that has arrived.
pub(in crate::members::imports) struct NewBatch<'a> {
    pub(in crate::members::imports) reference: &'a str,
    pub(in crate::members::imports) file_name: &'a str,
    pub(in crate::members::imports) file_bytes: u64,
    pub(in crate::members::imports) stored_name: &'a str,
    pub(in crate::members::imports) shape: &'a FileShape,
    pub(in crate::members::imports) columns: Value,
    pub(in crate::members::imports) uploaded_by: i64,
}

pub(in crate::members::imports) async fn insert(
    tx: &impl ConnectionTrait,
    new: NewBatch<'_>,
    now: Instant,
) -> Result<i64, DbErr> {
    let first_row_at = i64::try_from(new.shape.first_row_at).unwrap_or(i64::MAX);
    let row = ActiveModel {
        reference: Set(new.reference.to_owned()),
        file_name: Set(new.file_name.to_owned()),
        file_bytes: Set(i64::try_from(new.file_bytes).unwrap_or(i64::MAX)),
        stored_name: Set(Some(new.stored_name.to_owned())),
        encoding: Set(new.shape.encoding.word().to_owned()),
        delimiter: Set(new.shape.delimiter.word().to_owned()),
        headers: Set(serde_json::json!(new.shape.headers)),
        columns: Set(new.columns),
        state: Set(BatchState::Uploaded.word().to_owned()),
        addresses_verified: Set(false),
        first_row_at: Set(first_row_at),
        next_byte: Set(first_row_at),
        next_line: Set(2),
        rows_read: Set(0),
        rows_done: Set(0),
        uploaded_by_id: Set(new.uploaded_by),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Takes note of the columns and begins at the first row. False when somebody was first.
pub(in crate::members::imports) async fn begin_checking(
    tx: &impl ConnectionTrait,
    batch: &Model,
    columns: Value,
    addresses_verified: bool,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(BatchState::Checking.word()))
        .col_expr(Column::Columns, Expr::value(columns))
        .col_expr(Column::AddressesVerified, Expr::value(addresses_verified))
        .col_expr(Column::NextByte, Expr::col(Column::FirstRowAt))
        .col_expr(Column::NextLine, Expr::value(2_i64))
        .col_expr(Column::RowsRead, Expr::value(0_i64))
        .filter(Column::Id.eq(batch.id))
        .filter(Column::State.eq(batch.state.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How far a step goes.
pub(in crate::members::imports) struct Step {
    pub(in crate::members::imports) next_line: i64,
    pub(in crate::members::imports) next_byte: i64,
    pub(in crate::members::imports) read: i64,
    pub(in crate::members::imports) done: i64,
}

/// Moves the batch on by one step, unless another worker did so since `batch` was read.
pub(in crate::members::imports) async fn claim_step(
    tx: &impl ConnectionTrait,
    batch: &Model,
    step: &Step,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::NextLine, Expr::value(step.next_line))
        .col_expr(Column::NextByte, Expr::value(step.next_byte))
        .col_expr(Column::RowsRead, Expr::col(Column::RowsRead).add(step.read))
        .col_expr(Column::RowsDone, Expr::col(Column::RowsDone).add(step.done))
        .filter(Column::Id.eq(batch.id))
        .filter(Column::State.eq(batch.state.as_str()))
        .filter(Column::NextLine.eq(batch.next_line))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives the batch its next state and begins its lines anew. False when it is not in the state it was read in.
pub(in crate::members::imports) async fn move_to(
    tx: &impl ConnectionTrait,
    batch: &Model,
    state: BatchState,
    (by, now): (Option<i64>, Instant),
) -> Result<bool, DbErr> {
    let mut update = Entity::update_many().col_expr(Column::State, Expr::value(state.word()));
    update = match state {
        BatchState::Checked => update.col_expr(Column::CheckedAt, Expr::value(now)),
        BatchState::Writing => update
            .col_expr(Column::ConfirmedById, Expr::value(by))
            .col_expr(Column::ConfirmedAt, Expr::value(now))
            .col_expr(Column::NextLine, Expr::value(2_i64))
            .col_expr(Column::RowsDone, Expr::value(0_i64)),
        BatchState::Undoing => update
            .col_expr(Column::UndoneById, Expr::value(by))
            .col_expr(Column::NextLine, Expr::value(2_i64))
            .col_expr(Column::RowsDone, Expr::value(0_i64)),
        BatchState::Written | BatchState::Undone | BatchState::Discarded => {
            update.col_expr(Column::FinishedAt, Expr::value(now))
        }
        BatchState::Uploaded | BatchState::Checking => update,
    };
    let done = update.filter(Column::Id.eq(batch.id)).filter(Column::State.eq(batch.state.as_str())).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

/// Lets the welcome mail go. False when it went before.
pub(in crate::members::imports) async fn release_welcome(
    tx: &impl ConnectionTrait,
    id: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::WelcomeReleasedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(BatchState::Written.word()))
        .filter(Column::WelcomeReleasedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that rows and file are gone (retention).
pub(in crate::members::imports) async fn mark_forgotten(
    tx: &impl ConnectionTrait,
    id: i64,
    now: Instant,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RowsForgottenAt, Expr::value(now))
        .col_expr(Column::StoredName, Expr::value(None::<String>))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
