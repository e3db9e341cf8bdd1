//! Statements on exports.

use entity::member_export::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use super::request_export::RequestExport;
use crate::kernel::Instant;

/// Writes down that an export was asked for.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    reference: &str,
    asked: &RequestExport,
    (now, expires_at): (Instant, Instant),
) -> Result<i64, DbErr> {
    let row = ActiveModel {
        reference: Set(reference.to_owned()),
        filter: Set(json!({ "query": asked.query })),
        filter_words: Set(asked.words.clone()),
        reason: Set(asked.reason.clone()),
        state: Set("writing".to_owned()),
        stored_name: Set(format!("{reference}.csv")),
        file_bytes: Set(0),
        rows_total: Set(0),
        rows_written: Set(0),
        next_id: Set(0),
        requested_by_id: Set(asked.officer),
        created_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Says how far the file has come.
pub(super) async fn note_progress(tx: &impl ConnectionTrait, id: i64, total: i64, written: i64) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RowsTotal, Expr::value(total))
        .col_expr(Column::RowsWritten, Expr::value(written))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The file is whole. False when another worker was first, or its time is over.
pub(super) async fn mark_ready(
    tx: &impl ConnectionTrait,
    id: i64,
    (total, written, bytes): (i64, i64, i64),
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("ready"))
        .col_expr(Column::RowsTotal, Expr::value(total))
        .col_expr(Column::RowsWritten, Expr::value(written))
        .col_expr(Column::FileBytes, Expr::value(bytes))
        .col_expr(Column::ReadyAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq("writing"))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Exports whose time is over and whose file is still there.
pub(super) async fn list_over(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::ExpiresAt.lte(now)).filter(Column::State.ne("expired")).all(db).await
}

/// The file is gone.
pub(super) async fn mark_expired(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    Entity::update_many().col_expr(Column::State, Expr::value("expired")).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}
