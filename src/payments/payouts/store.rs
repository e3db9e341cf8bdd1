//! Rows of payouts and of what they are made of.

use chrono::NaiveDate;
pub use entity::payout::Model as PayoutRow;
pub use entity::payout_item::Model as ItemRow;
use entity::{payment, payout, payout_item};
use payout::Column as C;
use payout_item::Column as I;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::reckoning::ItemKind;
use super::seen::{PayoutSeen, PayoutStatus, TransactionSeen};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// How many lines without a match one run looks at again.
const MOST_UNKNOWN: u64 = 500;

/// When the first card payment came in: before that, nothing that is paid out is ours. None while there is none.
pub async fn first_card_payment_at(db: &impl ConnectionTrait) -> Result<Option<Instant>, Unexpected> {
    let found: Option<Instant> = payment::Entity::find()
        .select_only()
        .column(payment::Column::ReceivedAt)
        .filter(payment::Column::StripePaymentIntent.is_not_null())
        .order_by_asc(payment::Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found)
}

/// The payout that Stripe knows by this id.
pub async fn find_payout(db: &impl ConnectionTrait, stripe_id: &str) -> Result<Option<PayoutRow>, Unexpected> {
    Ok(payout::Entity::find().filter(C::StripePayoutId.eq(stripe_id)).one(db).await?)
}

/// Writes a payout down as on its way, unless it is known, and gives it as it stands here.
pub async fn take_down(tx: &impl ConnectionTrait, seen: &PayoutSeen, now: Instant) -> Result<PayoutRow, Unexpected> {
    let row = payout::ActiveModel {
        stripe_payout_id: Set(seen.id.clone()),
        amount_pence: Set(seen.amount.get()),
        status: Set(PayoutStatus::OnItsWay.word().to_owned()),
        is_automatic: Set(seen.is_automatic),
        made_at: Set(seen.made_at),
        arrives_on: Set(seen.arrives_on),
        first_seen_at: Set(now),
        explanation: Set(String::new()),
        ..Default::default()
    };
    let known = OnConflict::column(C::StripePayoutId).do_nothing().to_owned();
    payout::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    find_payout(tx, &seen.id).await?.context("a payout was not written down")
}

/// Notes how it stands and when it arrives. False when it stood so already.
pub async fn mark_status(
    tx: &impl ConnectionTrait,
    row: &PayoutRow,
    (status, arrives_on): (PayoutStatus, NaiveDate),
) -> Result<bool, Unexpected> {
    let done = payout::Entity::update_many()
        .col_expr(C::Status, Expr::value(status.word()))
        .col_expr(C::ArrivesOn, Expr::value(arrives_on))
        .filter(C::Id.eq(row.id))
        .filter(C::Status.eq(&row.status))
        .filter(C::Status.ne(status.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that its lines are about to be written. False when somebody has written them.
pub async fn mark_read(tx: &impl ConnectionTrait, payout_id: i64, now: Instant) -> Result<bool, Unexpected> {
    let done = payout::Entity::update_many()
        .col_expr(C::ReadAt, Expr::value(now))
        .filter(C::Id.eq(payout_id))
        .filter(C::ReadAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes one line; one that is known stays as it is.
pub async fn insert_item(
    tx: &impl ConnectionTrait,
    payout_id: i64,
    (kind, seen): (ItemKind, &TransactionSeen),
) -> Result<(), Unexpected> {
    let row = payout_item::ActiveModel {
        payout_id: Set(payout_id),
        stripe_transaction_id: Set(seen.id.clone()),
        kind: Set(kind.word().to_owned()),
        stripe_type: Set(seen.stripe_type.clone()),
        source: Set(seen.source.clone()),
        payment_intent: Set(seen.payment_intent.clone()),
        refund_reference: Set(seen.refund_reference.clone()),
        amount_pence: Set(seen.amount.get()),
        fee_pence: Set(seen.fee.get()),
        happened_at: Set(seen.happened_at),
        ..Default::default()
    };
    let known = OnConflict::column(I::StripeTransactionId).do_nothing().to_owned();
    payout_item::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Lines that nothing here matches yet, the newest first: what another use of the account brought is never matched, and must not
/// keep what comes late from being looked at.
pub async fn list_unknown(db: &impl ConnectionTrait) -> Result<Vec<ItemRow>, Unexpected> {
    let unknown = payout_item::Entity::find().filter(I::KnownPence.is_null());
    Ok(unknown.order_by_desc(I::Id).limit(MOST_UNKNOWN).all(db).await?)
}

/// The lines of a payout that nothing here matches yet.
pub async fn list_unknown_of(db: &impl ConnectionTrait, payout_id: i64) -> Result<Vec<ItemRow>, Unexpected> {
    let unknown = payout_item::Entity::find().filter(I::PayoutId.eq(payout_id)).filter(I::KnownPence.is_null());
    Ok(unknown.order_by_asc(I::Id).all(db).await?)
}

/// Notes what our books say of a line. False when that was noted before.
pub async fn mark_known(
    tx: &impl ConnectionTrait,
    item_id: i64,
    (known, payment_id): (Pence, Option<i64>),
) -> Result<bool, Unexpected> {
    let done = payout_item::Entity::update_many()
        .col_expr(I::KnownPence, Expr::value(known.get()))
        .col_expr(I::PaymentId, Expr::value(payment_id))
        .filter(I::Id.eq(item_id))
        .filter(I::KnownPence.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes an officer's explanation. False when one was given before.
pub async fn mark_explained(
    tx: &impl ConnectionTrait,
    payout_id: i64,
    (by, words): (i64, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    let done = payout::Entity::update_many()
        .col_expr(C::ExplainedAt, Expr::value(now))
        .col_expr(C::ExplainedById, Expr::value(by))
        .col_expr(C::Explanation, Expr::value(words))
        .filter(C::Id.eq(payout_id))
        .filter(C::ExplainedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
