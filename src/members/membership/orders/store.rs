//! Statements on membership orders.

use entity::membership_order::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::order::{OrderKind, OrderPayer, OrderState};
use crate::db::is_literally;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// An order to be written.
pub(super) struct NewOrderRow {
    pub(super) reference: String,
    pub(super) person_id: i64,
    pub(super) kind: OrderKind,
    pub(super) type_id: i64,
    pub(super) version_id: i64,
    pub(super) price: Pence,
    pub(super) application_id: Option<i64>,
    pub(super) follows_end: Option<chrono::NaiveDate>,
    /// The last day that the offer promises; none when the days are counted from the money.
    pub(super) ends_on: Option<chrono::NaiveDate>,
    pub(super) open_until: Instant,
}

/// Writes an open order. None when the person has one already: the index lets one through.
pub(super) async fn insert_order(
    tx: &impl ConnectionTrait,
    new: NewOrderRow,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    let row = ActiveModel {
        reference: Set(new.reference.clone()),
        person_id: Set(new.person_id),
        kind: Set(new.kind.word().to_owned()),
        membership_type_id: Set(new.type_id),
        membership_type_version_id: Set(new.version_id),
        price_pence: Set(new.price.get()),
        application_id: Set(new.application_id),
        follows_end: Set(new.follows_end),
        ends_on: Set(new.ends_on),
        state: Set(OrderState::Open.word().to_owned()),
        open_until: Set(new.open_until),
        created_at: Set(now),
        ..Default::default()
    };
    let one_open = OnConflict::new().do_nothing().to_owned();
    if Entity::insert(row).on_conflict(one_open).exec_without_returning(tx).await? == 0 {
        return Ok(None);
    }
    let written = Entity::find().filter(Column::Reference.eq(new.reference)).one(tx).await?;
    Ok(Some(written.context("the order just written is not there")?.id))
}

/// Links an order to what is owed for it. People quote the charge's reference, so the order takes it.
pub(super) async fn set_charge(
    tx: &impl ConnectionTrait,
    order_id: i64,
    charge_id: i64,
    reference: Option<&str>,
) -> Result<(), Unexpected> {
    let mut update =
        Entity::update_many().col_expr(Column::ChargeId, Expr::value(charge_id)).filter(Column::Id.eq(order_id));
    if let Some(reference) = reference {
        update = update.col_expr(Column::Reference, Expr::value(reference));
    }
    update.exec(tx).await?;
    Ok(())
}

/// Writes down who pays an order.
pub(super) async fn set_payer(tx: &impl ConnectionTrait, order_id: i64, payer: OrderPayer) -> Result<(), Unexpected> {
    Entity::update_many()
        .col_expr(Column::PayerKind, Expr::value(payer.word()))
        .filter(Column::Id.eq(order_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Moves an order on. False when it was no longer in `from`: somebody was first.
pub(super) async fn mark_order(
    tx: &impl ConnectionTrait,
    order_id: i64,
    from: OrderState,
    to: OrderState,
    now: Instant,
) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.word()))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(order_id))
        .filter(Column::State.eq(from.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down which terms somebody accepts with an order, and when.
pub(super) async fn set_terms(
    tx: &impl ConnectionTrait,
    order_id: i64,
    terms_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    Entity::update_many()
        .col_expr(Column::TermsOfMembershipId, Expr::value(terms_id))
        .col_expr(Column::TermsAcceptedAt, Expr::value(now))
        .filter(Column::Id.eq(order_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes hold of the row, so that what follows sees what others have committed: a settlement and a withdrawal of one order
/// come one after the other.
pub(super) async fn lock_order(tx: &impl ConnectionTrait, order_id: i64) -> Result<(), Unexpected> {
    Entity::update_many()
        .col_expr(Column::PricePence, Expr::col(Column::PricePence).add(0))
        .filter(Column::Id.eq(order_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The order a charge was raised for.
pub(super) async fn find_by_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<Option<i64>, Unexpected> {
    let row: Option<Model> = Entity::find().filter(Column::ChargeId.eq(charge_id)).one(db).await?;
    Ok(row.map(|row| row.id))
}

/// Whether there is an order with this id.
pub(super) async fn exists(db: &impl ConnectionTrait, order_id: i64) -> Result<bool, Unexpected> {
    Ok(Entity::find_by_id(order_id).one(db).await?.is_some())
}

/// Open orders whose time is over, the oldest first.
pub(super) async fn list_over(db: &impl ConnectionTrait, now: Instant, most: u64) -> Result<Vec<i64>, Unexpected> {
    let over = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(is_literally((Entity, Column::State), &[OrderState::Open.word()]))
        .filter(Column::OpenUntil.lte(now))
        .order_by_asc(Column::OpenUntil)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    Ok(over)
}

/// Open orders opened between two instants, the oldest first.
pub(super) async fn list_open_between(
    db: &impl ConnectionTrait,
    oldest: Instant,
    newest: Instant,
) -> Result<Vec<i64>, Unexpected> {
    let open = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(OrderState::Open.word()))
        .filter(Column::CreatedAt.between(oldest, newest))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(open)
}
