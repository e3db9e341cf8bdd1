//! Whether money for a charge may still come, is here, or is on its way back. Until all of it has ended, whoever it belongs to
//! must be known (HLD-11).

use sea_orm::ConnectionTrait;

use super::refunds::RefundState;
use super::{checkouts, disputes, ledger, refunds, store};
use crate::kernel::{Instant, Pence, Unexpected};

/// Where the money of a charge ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyEnd {
    /// No money came, and no payment page can bring any.
    NothingCame,
    /// Money may come by card, is here, is questioned, or is on its way back.
    NotYet,
    /// All that came has gone back; nothing has happened since this instant. A refund may fail even then (D12).
    AllBack(Instant),
}

/// Where the money meant for a charge ended. Ask behind the charge's lock when something is done about it.
pub async fn money_end(db: &impl ConnectionTrait, charge_id: i64) -> Result<MoneyEnd, Unexpected> {
    if !checkouts::store::list_live(db, charge_id).await?.is_empty() {
        return Ok(MoneyEnd::NotYet);
    }
    let mut last = None;
    for payment_id in ledger::payments_meant_for(db, charge_id).await? {
        if is_here(db, payment_id).await? {
            return Ok(MoneyEnd::NotYet);
        }
        last = std::cmp::max(last, Some(store::load_payment(db, payment_id).await?.received_at));
    }
    for refund in refunds::store::list_of_charge(db, charge_id).await? {
        if !matches!(refund.state, RefundState::Succeeded | RefundState::Refused | RefundState::GivenUp) {
            return Ok(MoneyEnd::NotYet);
        }
        last = std::cmp::max(last, refund.row.ended_at);
    }
    Ok(last.map_or(MoneyEnd::NothingCame, MoneyEnd::AllBack))
}

/// Whether money of a payment is on account, set against something, or questioned by the payer's bank.
async fn is_here(db: &impl ConnectionTrait, payment_id: i64) -> Result<bool, Unexpected> {
    let on_account = ledger::balance_of_payment(db, super::ledger_entry::Account::OnAccount, payment_id).await?;
    Ok(on_account != Pence::ZERO
        || !ledger::charges_drawn_on(db, payment_id).await?.is_empty()
        || disputes::is_open(db, payment_id).await?)
}
