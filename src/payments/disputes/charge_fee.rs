//! What a dispute costs us in fees (REF-19): debit fees, credit the card processor, by the difference to what is known already.

use sea_orm::ConnectionTrait;

use super::store::{self, DisputeRow};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};

/// Posts what the fee has changed by since it was last seen; seen again, nothing.
pub(super) async fn charge_fee(
    tx: &impl ConnectionTrait,
    dispute: &DisputeRow,
    fee: Pence,
    now: Instant,
) -> Result<(), Unexpected> {
    let known = Pence::new(dispute.fee_pence);
    if fee == known || !store::mark_fee(tx, dispute, fee).await? {
        return Ok(());
    }
    let cost = Posting {
        account: Account::Fees,
        pot: Pot::undecided(),
        amount: fee - known,
        charge_id: None,
        payment_id: Some(dispute.payment_id),
    };
    let from = Posting { account: Account::StripeClearing, ..cost.clone().reversed() };
    let entry = NewEntry {
        kind: EntryKind::FeeCharged,
        document: Document::Dispute(dispute.id),
        occurred_on: london_date(now),
        dedupe_key: format!("dispute:{}:fee:{}:{}", dispute.stripe_dispute_id, known.get(), fee.get()),
        postings: vec![cost, from],
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}
