//! Reads about money, for pages and for the features that sell.

use entity::charge_line;
use sea_orm::ConnectionTrait;

use super::charge::{ChargeMoney, CheckoutId, Purpose};
use super::checkouts;
use super::checkouts::store::CheckoutRow;
use super::ledger::{self, ChargeSum};
use super::ledger_entry::{Account, EntryKind};
use super::store;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};

/// The money of one charge, summed from its postings (D12).
pub async fn charge_money(db: &impl ConnectionTrait, charge_id: i64) -> Result<ChargeMoney, Unexpected> {
    Ok(read_sums(&ledger::sums_of_charge(db, charge_id).await?))
}

/// Turns sums by account and reason into what people ask about. A refund that was asked for and dropped cancels out.
fn read_sums(sums: &[ChargeSum]) -> ChargeMoney {
    let of = |account: Account, kinds: &[EntryKind]| -> Pence {
        sums.iter().filter(|sum| sum.account == account && kinds.contains(&sum.kind)).map(|sum| sum.amount).sum()
    };
    let asked_back = of(Account::Receivable, &[EntryKind::RefundRequested, EntryKind::RefundDropped]);
    let refunded = of(Account::RefundsPayable, &[EntryKind::RefundPaid, EntryKind::RefundReturned]);
    ChargeMoney {
        charged: of(Account::Receivable, &[EntryKind::ChargeRaised]),
        credited: -of(Account::Receivable, &[EntryKind::ChargeCredited]),
        paid: -of(Account::Receivable, &[EntryKind::PaymentAllocated, EntryKind::PaymentReversed]),
        refunded,
        refund_pending: asked_back - refunded,
        outstanding: of(Account::Receivable, &EntryKind::ALL),
    }
}

/// What the lines of a charge are for, in their order.
pub async fn purposes_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<Purpose>, Unexpected> {
    let lines = store::list_lines(db, charge_id).await?;
    let read = |line: &charge_line::Model| {
        let purpose = Purpose::parse(&line.purpose_kind, line.purpose_id);
        purpose.with_context(|| format!("a charge line is for {}, which nobody sells", line.purpose_kind))
    };
    lines.iter().map(read).collect()
}

/// The checkout of a charge that can still be paid, the newest first.
pub async fn live_checkout(db: &impl ConnectionTrait, charge_id: i64) -> Result<Option<CheckoutId>, Unexpected> {
    Ok(checkouts::store::list_live(db, charge_id).await?.first().map(CheckoutRow::id))
}
