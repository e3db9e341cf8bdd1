//! The model's books: payments, refunds and double entry, in memory.

use std::collections::BTreeMap;

use nairo::kernel::{Instant, Pence};
use nairo::payments::ledger_entry::{Account, Posting, Pot, balanced};
use nairo::payments::refunds::RefundState;
use nairo::payments::refunds::refund_state::{RefundEvent, transition};

/// A payment.
#[derive(Clone, Debug)]
pub struct Payment {
    pub booking: usize,
    pub by_card: bool,
    pub amount: Pence,
    /// Set against bookings and not asked back: the one it was for, or the one that this moved to.
    set: BTreeMap<usize, Pence>,
    /// It was carried across to another booking by a move.
    pub is_carried: bool,
    pub is_disputed: bool,
    pub was_disputed: bool,
}

/// A refund out of one payment.
#[derive(Clone, Debug)]
pub struct Refund {
    pub payment: usize,
    pub amount: Pence,
    /// Whether it is money that was set against the booking, rather than money that bought nothing.
    pub was_set: bool,
    pub state: RefundState,
    pub failures: u8,
    pub retry_at: Option<Instant>,
}

/// Everything about money.
#[derive(Clone, Debug, Default)]
pub struct Money {
    pub payments: Vec<Payment>,
    pub refunds: Vec<Refund>,
    pub refunds_fail: bool,
    balances: BTreeMap<Account, Pence>,
    /// What banks took back.
    pub reversed: Pence,
    /// What of that had gone back by a refund already, by booking: its payer owes it again.
    pub given_twice: BTreeMap<usize, Pence>,
}

impl Payment {
    /// What is set against a booking and not asked back.
    pub fn set_for(&self, booking: usize) -> Pence {
        self.set.get(&booking).copied().unwrap_or_default()
    }

    /// What is set against any booking.
    pub fn kept(&self) -> Pence {
        self.set.values().sum()
    }

    fn add(&mut self, booking: usize, amount: Pence) {
        *self.set.entry(booking).or_default() += amount;
    }
}

impl Money {
    /// Posts from one account to another, through the product's own rule of balance.
    pub fn post(&mut self, debit: Account, credit: Account, amount: Pence) {
        let posting =
            |account, amount| Posting { account, pot: Pot::undecided(), amount, charge_id: None, payment_id: None };
        let kept = balanced(vec![posting(debit, amount), posting(credit, -amount)]).expect("both sides are the same");
        for posting in kept {
            *self.balances.entry(posting.account).or_default() += posting.amount;
        }
    }

    pub fn held(&self, account: Account) -> Pence {
        self.balances.get(&account).copied().unwrap_or_default()
    }

    fn cash(by_card: bool) -> Account {
        if by_card { Account::StripeClearing } else { Account::Bank }
    }

    /// Money comes in, onto account; the payment's number.
    pub fn receive(&mut self, booking: usize, by_card: bool, amount: Pence) -> usize {
        self.post(Self::cash(by_card), Account::OnAccount, amount);
        self.payments.push(Payment {
            booking,
            by_card,
            amount,
            set: BTreeMap::new(),
            is_carried: false,
            is_disputed: false,
            was_disputed: false,
        });
        self.payments.len() - 1
    }

    /// Sets some of it against what is owed for a booking.
    pub fn set(&mut self, payment: usize, booking: usize, amount: Pence) {
        self.post(Account::OnAccount, Account::Receivable, amount);
        self.payments[payment].add(booking, amount);
    }

    /// What was set against a booking goes on paying for the one that it moved to.
    pub fn carry(&mut self, payment: usize, (from, to): (usize, usize), amount: Pence) {
        let payment = &mut self.payments[payment];
        payment.add(from, -amount);
        payment.add(to, amount);
        payment.is_carried = true;
    }

    /// What was set against a booking and not asked back.
    pub fn set_against(&self, booking: usize) -> Pence {
        self.payments.iter().map(|one| one.set_for(booking)).sum()
    }

    /// Asks for money that was set against a booking, the oldest payment first; what the payments do not hold is left out.
    pub fn refund_set(&mut self, booking: usize, amount: Pence, now: Instant) -> Pence {
        let mut left = amount;
        for number in 0..self.payments.len() {
            let payment = &mut self.payments[number];
            let taken = std::cmp::min(left, payment.set_for(booking));
            if taken > Pence::ZERO {
                payment.add(booking, -taken);
                left -= taken;
                self.post(Account::Receivable, Account::RefundsPayable, taken);
                self.open(number, taken, true, now);
            }
        }
        amount - left
    }

    /// Asks for money that bought nothing.
    pub fn refund_unused(&mut self, payment: usize, amount: Pence, now: Instant) {
        if amount > Pence::ZERO {
            self.post(Account::OnAccount, Account::RefundsPayable, amount);
            self.open(payment, amount, false, now);
        }
    }

    fn open(&mut self, payment: usize, amount: Pence, was_set: bool, now: Instant) {
        let state = if self.payments[payment].by_card { RefundState::Approved } else { RefundState::Manual };
        self.refunds.push(Refund { payment, amount, was_set, state, failures: 0, retry_at: None });
        self.send_all(now);
    }

    /// The job: everything approved goes out, unless its payment is disputed.
    pub fn send_all(&mut self, now: Instant) {
        for number in 0..self.refunds.len() {
            let refund = self.refunds[number].clone();
            if refund.state == RefundState::Approved && !self.payments[refund.payment].is_disputed {
                self.send(number, now);
            }
        }
    }

    fn send(&mut self, number: usize, now: Instant) {
        if !self.refunds_fail {
            self.refunds[number].step(RefundEvent::Succeeded);
            let (amount, payment) = (self.refunds[number].amount, self.refunds[number].payment);
            self.post(Account::RefundsPayable, Self::cash(self.payments[payment].by_card), amount);
            return;
        }
        let refund = &mut self.refunds[number];
        refund.step(RefundEvent::Failed);
        refund.failures += 1;
        refund.retry_at = Some(now + chrono::Duration::days(1));
        if refund.failures >= 4 {
            refund.step(RefundEvent::WentManual);
        }
    }

    /// The daily retry of what failed (REF-11).
    pub fn retry(&mut self, now: Instant) {
        for refund in &mut self.refunds {
            if refund.state == RefundState::Failed && refund.retry_at.is_some_and(|at| at <= now) {
                refund.step(RefundEvent::TriedAgain);
            }
        }
        self.send_all(now);
    }

    /// The treasurer pays what is to be paid by hand, from the bank.
    pub fn pay_by_hand(&mut self) {
        for number in 0..self.refunds.len() {
            let is_disputed = self.payments[self.refunds[number].payment].is_disputed;
            if self.refunds[number].state == RefundState::Manual && !is_disputed {
                self.refunds[number].step(RefundEvent::PaidByHand);
                self.post(Account::RefundsPayable, Account::Bank, self.refunds[number].amount);
            }
        }
    }

    /// A dispute was lost: what waits of the payment's refunds is given up, and the bank takes the whole payment.
    pub fn reverse(&mut self, payment: usize) {
        for number in 0..self.refunds.len() {
            let refund = self.refunds[number].clone();
            let waits = matches!(refund.state, RefundState::Approved | RefundState::Failed | RefundState::Manual);
            if refund.payment == payment && waits {
                self.refunds[number].step(RefundEvent::GivenUp);
                let back_to = if refund.was_set { Account::Receivable } else { Account::OnAccount };
                self.post(Account::RefundsPayable, back_to, refund.amount);
                if refund.was_set {
                    let booking = self.payments[payment].booking;
                    self.payments[payment].add(booking, refund.amount);
                }
            }
        }
        let amount = self.payments[payment].amount;
        let unused = self.unused(payment);
        self.post(Account::OnAccount, Account::StripeClearing, unused);
        self.post(Account::Receivable, Account::StripeClearing, amount - unused);
        let twice = amount - unused - self.payments[payment].kept();
        *self.given_twice.entry(self.payments[payment].booking).or_default() += twice;
        self.payments[payment].set.clear();
        self.reversed += amount;
    }

    /// What of a payment bought nothing and was not asked back.
    fn unused(&self, payment: usize) -> Pence {
        let asked: Pence = self.standing(payment).map(|refund| refund.amount).sum();
        self.payments[payment].amount - self.payments[payment].kept() - asked
    }

    fn standing(&self, payment: usize) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |one| one.payment == payment && RefundState::STANDING.contains(&one.state))
    }

    /// The sum of refunds in some state.
    pub fn refunds_in(&self, states: &[RefundState]) -> Pence {
        self.refunds.iter().filter(|one| states.contains(&one.state)).map(|one| one.amount).sum()
    }

    /// Every posting ever made adds up to nothing.
    pub fn sum_of_all(&self) -> Pence {
        self.balances.values().sum()
    }
}

impl Refund {
    fn step(&mut self, event: RefundEvent) {
        self.state = transition(self.state, event).unwrap_or_else(|refused| panic!("{refused}"));
    }
}
