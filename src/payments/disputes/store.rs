//! Rows of disputes.

pub use entity::dispute::Model as DisputeRow;
use entity::dispute::{ActiveModel, Column as C, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::seen::DisputeSeen;

/// Whether the payer's bank questions this payment now.
pub async fn is_open(db: &impl ConnectionTrait, payment_id: i64) -> Result<bool, Unexpected> {
    let open = Entity::find().filter(C::PaymentId.eq(payment_id)).filter(C::State.eq("open")).count(db).await?;
    Ok(open > 0)
}

/// Open disputes, the oldest first.
pub async fn list_open(db: &impl ConnectionTrait) -> Result<Vec<DisputeRow>, Unexpected> {
    Ok(Entity::find().filter(C::State.eq("open")).order_by_asc(C::Id).all(db).await?)
}

/// Writes a dispute as open, unless it is known. Says whether it is new.
pub async fn insert_dispute(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    seen: &DisputeSeen,
    now: Instant,
) -> Result<bool, Unexpected> {
    let row = ActiveModel {
        stripe_dispute_id: Set(seen.id.clone()),
        payment_id: Set(payment_id),
        amount_pence: Set(seen.amount.get()),
        state: Set("open".to_owned()),
        opened_at: Set(now),
        reason: Set(seen.reason.clone()),
        answer_by: Set(seen.answer_by),
        ..Default::default()
    };
    let known = OnConflict::column(C::StripeDisputeId).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? == 1)
}

/// The dispute that Stripe knows by this id.
pub async fn find_by_stripe_id(db: &impl ConnectionTrait, stripe_id: &str) -> Result<Option<DisputeRow>, Unexpected> {
    Ok(Entity::find().filter(C::StripeDisputeId.eq(stripe_id)).one(db).await?)
}

/// A dispute that must exist.
pub async fn load_dispute(db: &impl ConnectionTrait, stripe_id: &str) -> Result<DisputeRow, Unexpected> {
    let found = find_by_stripe_id(db, stripe_id).await?;
    found.with_context(|| format!("dispute {stripe_id} was never written down"))
}

/// Notes what the dispute has cost so far. False when somebody noted it first.
pub async fn mark_fee(tx: &impl ConnectionTrait, dispute: &DisputeRow, fee: Pence) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(C::FeePence, Expr::value(fee.get()))
        .filter(C::Id.eq(dispute.id))
        .filter(C::FeePence.eq(dispute.fee_pence))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The bank decided: "won" or "lost". False when it had decided before.
pub async fn mark_ended(tx: &impl ConnectionTrait, id: i64, state: &str, now: Instant) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(C::State, Expr::value(state))
        .col_expr(C::EndedAt, Expr::value(now))
        .filter(C::Id.eq(id))
        .filter(C::State.eq("open"))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
