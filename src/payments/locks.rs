//! Who waits for whom: charges before payments, each kind by rising id.

use sea_orm::ConnectionTrait;

use super::{ledger, store};
use crate::kernel::Unexpected;

/// Makes every other transaction that wants money of this payment, or of a charge it pays, wait until ours ends.
pub(super) async fn lock_payment_and_its_charges(tx: &impl ConnectionTrait, payment_id: i64) -> Result<(), Unexpected> {
    let drawn_on = ledger::charges_drawn_on(tx, payment_id).await?;
    let mut charges: Vec<i64> = drawn_on.into_iter().map(|(charge_id, _)| charge_id).collect();
    charges.extend(ledger::charge_meant_by(tx, payment_id).await?);
    charges.sort_unstable();
    charges.dedup();
    for charge_id in charges {
        store::lock_charge(tx, charge_id).await?;
    }
    store::lock_payment(tx, payment_id).await?;
    Ok(())
}
