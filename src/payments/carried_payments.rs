//! Payments that came to a charge from another one, where what they had paid for was changed into something else.

use sea_orm::ConnectionTrait;

use super::queries::PaymentShown;
use super::store;
use crate::kernel::{Pence, Unexpected};

/// Payments that were meant for another charge and carried across to this one, with what of each came.
pub(super) async fn carried_payments(
    db: &impl ConnectionTrait,
    charge_id: i64,
    meant: &[PaymentShown],
) -> Result<Vec<PaymentShown>, Unexpected> {
    let mut carried = Vec::new();
    for (id, amount) in store::allocations_of(db, charge_id).await? {
        if meant.iter().any(|payment| payment.id == id) || amount <= Pence::ZERO {
            continue;
        }
        let row = store::load_payment(db, id).await?;
        carried.push(PaymentShown {
            id,
            is_by_card: row.method == "card",
            amount,
            on_account: Pence::ZERO,
            reference: row.reference,
            value_on: row.value_on,
            bank_reference: row.bank_reference,
        });
    }
    Ok(carried)
}
