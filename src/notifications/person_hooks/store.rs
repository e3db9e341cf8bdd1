//! Forgets people in the outbox.

use entity::{delivery_attempt, outbox_message};
use outbox_message::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::Instant;

pub(super) async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    now: Instant,
) -> Result<(), DbErr> {
    let theirs = || {
        Condition::any()
            .add(Column::PersonId.is_in(ids.iter().copied()))
            .add(Expr::expr(Func::lower(Expr::col(Column::ToAddress))).is_in(addresses.iter().cloned()))
    };
    let messages = Query::select().column(Column::Id).from(outbox_message::Entity).cond_where(theirs()).to_owned();
    delivery_attempt::Entity::update_many()
        .col_expr(delivery_attempt::Column::Detail, Expr::value(""))
        .filter(delivery_attempt::Column::OutboxMessageId.in_subquery(messages))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::State, Expr::value("failed"))
        .filter(theirs())
        .filter(Column::State.eq("queued"))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::Data, Expr::value(None::<serde_json::Value>))
        .col_expr(Column::ToName, Expr::value(None::<String>))
        .col_expr(Column::ToAddress, Expr::value(None::<String>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .col_expr(Column::WipedAt, Expr::value(now))
        .filter(theirs())
        .exec(tx)
        .await?;
    Ok(())
}
