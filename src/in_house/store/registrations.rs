//! The private link of an event.

use entity::private_registration::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// Opens the link of an event. One that is there stays as good as it is, and is for `host_name` from now on; an event of a quote
/// keeps the quote's.
pub(in crate::in_house) async fn open_link(
    tx: &impl ConnectionTrait,
    event_id: i64,
    (quote_id, host_name): (Option<i64>, &str),
) -> Result<(), DbErr> {
    let row = ActiveModel {
        event_id: Set(event_id),
        quote_id: Set(quote_id),
        host_name: Set(host_name.to_owned()),
        email_domain: Set(String::new()),
        link_generation: Set(1),
    };
    let for_another = OnConflict::column(Column::EventId)
        .update_columns([Column::HostName, Column::EmailDomain])
        .action_and_where(Column::QuoteId.is_null())
        .to_owned();
    Entity::insert(row).on_conflict(for_another).exec_without_returning(tx).await?;
    Ok(())
}

/// Who may register by it.
pub(in crate::in_house) async fn set_domain(
    tx: &impl ConnectionTrait,
    event_id: i64,
    domain: &str,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::EmailDomain, Expr::value(domain))
        .filter(Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes every link of this event that was sent worthless, and the next one good.
pub(in crate::in_house) async fn renew_link(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    use sea_orm::sea_query::ExprTrait;
    Entity::update_many()
        .col_expr(Column::LinkGeneration, Expr::col(Column::LinkGeneration).add(1))
        .filter(Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(())
}
