//! Reads about money, for pages and for the features that sell.

use sea_orm::ConnectionTrait;

use super::charge::ChargeMoney;
use super::ledger::{self, ChargeSum};
use super::ledger_entry::{Account, EntryKind};
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
        paid: -of(Account::Receivable, &[EntryKind::PaymentAllocated]),
        refunded,
        refund_pending: asked_back - refunded,
        outstanding: of(Account::Receivable, &EntryKind::ALL),
    }
}
