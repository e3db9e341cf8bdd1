//! What the owner of a sandbox may do to the balance and its payouts.

use super::balance::PayoutStatus;
use super::start::Sandbox;
use crate::kernel::money::Pence;

impl Sandbox {
    /// Sends everything on the balance to the bank, as the daily timetable would; it arrives at once. Gives the payout's id,
    /// none when there is nothing to send.
    pub fn pay_out(&self) -> Option<String> {
        self.shared.with_account(|account| account.pay_out(PayoutStatus::Paid, true))
    }

    /// The same, but the bank does not have it yet: see [`end_payout`](Self::end_payout).
    pub fn send_payout(&self) -> Option<String> {
        self.shared.with_account(|account| account.pay_out(PayoutStatus::InTransit, true))
    }

    /// The bank takes a payout, or does not. False when that cannot happen.
    pub fn end_payout(&self, id: &str, status: PayoutStatus) -> bool {
        self.shared.with_account(|account| account.end_payout(id, status))
    }

    /// Sends everything on the balance to the bank by hand: Stripe does not say what such a payout is made of.
    pub fn pay_out_by_hand(&self) -> Option<String> {
        self.shared.with_account(|account| account.pay_out(PayoutStatus::Paid, false))
    }

    /// Something of Stripe's own doing, or of another site of the same account, moves the balance: a type such as
    /// `stripe_fee`, what came in, what was kept, and what caused it.
    pub fn move_balance(&self, kind: &str, (amount, fee): (Pence, Pence), source: Option<&str>) {
        self.shared.with_account(|account| account.move_balance(kind, (amount, fee), source));
    }
}
