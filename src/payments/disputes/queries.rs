//! Disputes as officers see them.

use entity::dispute::{Column as C, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::store::DisputeRow;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{ledger, store};

/// One dispute with the payment it is about.
#[derive(Clone, Debug)]
pub struct DisputeFile {
    /// Stripe's id: what people quote, and the end of its page's address.
    pub stripe_id: String,
    /// "open", "won" or "lost".
    pub state: String,
    /// What the bank asks back.
    pub amount: Pence,
    /// What it has cost us.
    pub fee: Pence,
    /// Stripe's word for what the payer's bank says.
    pub reason: Option<String>,
    /// When it was opened, must be answered, was decided.
    pub opened_at: Instant,
    /// When an answer must have been given.
    pub answer_by: Option<Instant>,
    /// When the bank decided.
    pub ended_at: Option<Instant>,
    /// Our reference of the payment.
    pub payment_reference: String,
    /// What was paid, in all.
    pub paid: Pence,
    /// The day it was paid, London.
    pub paid_on: chrono::NaiveDate,
    /// What the payment was meant for: the charge's id, reference, payer, payer's address and description.
    pub charge: Option<DisputedCharge>,
}

/// The charge a disputed payment was meant for.
#[derive(Clone, Debug)]
pub struct DisputedCharge {
    /// The row.
    pub id: i64,
    /// What people see.
    pub reference: String,
    /// Who owed it.
    pub payer: String,
    /// Their address.
    pub email: String,
    /// In words.
    pub description: String,
}

/// The dispute that Stripe knows by this id.
pub async fn find_dispute(db: &impl ConnectionTrait, stripe_id: &str) -> Result<Option<DisputeFile>, Unexpected> {
    let Some(row) = Entity::find().filter(C::StripeDisputeId.eq(stripe_id)).one(db).await? else { return Ok(None) };
    read(db, row).await.map(Some)
}

/// Ids at Stripe of the disputes of one payment or more, the oldest first.
pub async fn disputes_of_payments(db: &impl ConnectionTrait, payment_ids: &[i64]) -> Result<Vec<String>, Unexpected> {
    let rows = Entity::find().filter(C::PaymentId.is_in(payment_ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| row.stripe_dispute_id).collect())
}

async fn read(db: &impl ConnectionTrait, row: DisputeRow) -> Result<DisputeFile, Unexpected> {
    let payment = store::load_payment(db, row.payment_id).await?;
    let charge = match ledger::charge_meant_by(db, row.payment_id).await? {
        Some(id) => Some(store::load_charge(db, id).await?),
        None => None,
    };
    Ok(DisputeFile {
        stripe_id: row.stripe_dispute_id,
        state: row.state,
        amount: Pence::new(row.amount_pence),
        fee: Pence::new(row.fee_pence),
        reason: row.reason,
        opened_at: row.opened_at,
        answer_by: row.answer_by,
        ended_at: row.ended_at,
        payment_reference: payment.reference,
        paid: Pence::new(payment.amount_pence),
        paid_on: payment.value_on,
        charge: charge.map(|charge| DisputedCharge {
            id: charge.id,
            reference: charge.reference,
            payer: charge.payer_name,
            email: charge.payer_email,
            description: charge.description,
        }),
    })
}
