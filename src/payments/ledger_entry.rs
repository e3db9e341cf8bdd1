//! The rules of double entry, without a database: accounts, postings, and the sum that must be nothing.

use crate::kernel::Pence;

/// Where money can be. A positive posting is a debit, a negative one a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// What payers owe us.
    Receivable,
    /// Money received that is not set against a charge yet.
    OnAccount,
    /// Money with the card processor.
    StripeClearing,
    /// Money in the bank.
    Bank,
    /// Income for what has not been delivered yet.
    DeferredIncome,
    /// Money we have decided to give back and that has not arrived yet.
    RefundsPayable,
    /// What payers owed and will not pay.
    BadDebts,
    /// Income for what has been delivered: an event that has taken place, a term that has begun.
    Income,
    /// What banks and the card processor charge us.
    Fees,
}

impl Account {
    /// Every account.
    pub const ALL: [Self; 9] = [
        Self::Receivable,
        Self::OnAccount,
        Self::StripeClearing,
        Self::Bank,
        Self::DeferredIncome,
        Self::RefundsPayable,
        Self::BadDebts,
        Self::Income,
        Self::Fees,
    ];

    /// The word stored in a posting.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::OnAccount => "on_account",
            Self::StripeClearing => "stripe_clearing",
            Self::Bank => "bank",
            Self::DeferredIncome => "deferred_income",
            Self::RefundsPayable => "refunds_payable",
            Self::BadDebts => "bad_debts",
            Self::Income => "income",
            Self::Fees => "fees",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As an officer reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Receivable => "Owed by payers",
            Self::OnAccount => "Received, not yet set against a charge",
            Self::StripeClearing => "With the card processor",
            Self::Bank => "Bank",
            Self::DeferredIncome => "Income for what is still to come",
            Self::RefundsPayable => "Refunds on their way",
            Self::BadDebts => "Bad debts",
            Self::Income => "Income",
            Self::Fees => "Fees of banks and the card processor",
        }
    }
}

/// Why a transaction was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// Something was sold.
    ChargeRaised,
    /// Part of a charge is no longer owed.
    ChargeCredited,
    /// Money came in.
    PaymentReceived,
    /// Money on account was set against a charge.
    PaymentAllocated,
    /// Money set against one charge is set against another instead: what it paid for was changed into something else.
    PaymentCarried,
    /// Money is to go back.
    RefundRequested,
    /// It will not go back after all (refused, withdrawn, or a dispute was lost).
    RefundDropped,
    /// It has gone back.
    RefundPaid,
    /// What had gone back came home again (REF-11).
    RefundReturned,
    /// The payer's bank took a payment back: a dispute was lost (REF-19).
    PaymentReversed,
    /// What is owed will not be asked for any more.
    WrittenOff,
    /// What was sold has been delivered, or less of it than was thought (REP-2).
    IncomeRecognised,
    /// A bank or the card processor charged for something, or gave it back (REF-19).
    FeeCharged,
    /// The card processor sent what it held to the bank, or the bank sent it back (REP-4).
    PaidOut,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::ChargeRaised,
        Self::ChargeCredited,
        Self::PaymentReceived,
        Self::PaymentAllocated,
        Self::PaymentCarried,
        Self::RefundRequested,
        Self::RefundDropped,
        Self::RefundPaid,
        Self::RefundReturned,
        Self::PaymentReversed,
        Self::WrittenOff,
        Self::IncomeRecognised,
        Self::FeeCharged,
        Self::PaidOut,
    ];

    /// The word stored in the transaction.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ChargeRaised => "charge_raised",
            Self::ChargeCredited => "charge_credited",
            Self::PaymentReceived => "payment_received",
            Self::PaymentAllocated => "payment_allocated",
            Self::PaymentCarried => "payment_carried",
            Self::RefundRequested => "refund_requested",
            Self::RefundDropped => "refund_dropped",
            Self::RefundPaid => "refund_paid",
            Self::RefundReturned => "refund_returned",
            Self::PaymentReversed => "payment_reversed",
            Self::WrittenOff => "written_off",
            Self::IncomeRecognised => "income_recognised",
            Self::FeeCharged => "fee_charged",
            Self::PaidOut => "paid_out",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As an officer reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ChargeRaised => "Charge raised",
            Self::ChargeCredited => "Credited: no longer owed",
            Self::PaymentReceived => "Money received",
            Self::PaymentAllocated => "Money set against this charge",
            Self::PaymentCarried => "Money carried across between this charge and another",
            Self::RefundRequested => "Refund asked for",
            Self::RefundDropped => "Refund dropped: not going back",
            Self::RefundPaid => "Refund paid",
            Self::RefundReturned => "Refund came back to us",
            Self::PaymentReversed => "Taken back by the payer's bank",
            Self::WrittenOff => "Written off: will not be paid",
            Self::IncomeRecognised => "Income earned",
            Self::FeeCharged => "Fee charged to us",
            Self::PaidOut => "Paid out to the bank by the card processor",
        }
    }
}

/// The row that a transaction stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A charge.
    Charge(i64),
    /// A credit of a line.
    Credit(i64),
    /// A payment.
    Payment(i64),
    /// A payment set against a charge.
    Allocation(i64),
    /// A refund.
    Refund(i64),
    /// A dispute.
    Dispute(i64),
    /// A write-off.
    WriteOff(i64),
    /// Income of a line that was earned.
    Recognition(i64),
    /// A payout of the card processor.
    Payout(i64),
    /// A line of a payout.
    PayoutItem(i64),
}

impl Document {
    /// The word and the row's id.
    pub const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Charge(id) => ("charge", id),
            Self::Credit(id) => ("charge_credit", id),
            Self::Payment(id) => ("payment", id),
            Self::Allocation(id) => ("payment_allocation", id),
            Self::Refund(id) => ("refund", id),
            Self::Dispute(id) => ("dispute", id),
            Self::WriteOff(id) => ("write_off", id),
            Self::Recognition(id) => ("income_recognition", id),
            Self::Payout(id) => ("payout", id),
            Self::PayoutItem(id) => ("payout_item", id),
        }
    }
}

/// Fund and activity: which pot the money belongs to, and what it came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pot {
    /// Such as "general".
    pub fund: String,
    /// Such as "training".
    pub activity: String,
}

impl Pot {
    /// Where money lies that belongs to no line yet.
    pub fn undecided() -> Self {
        Self { fund: "general".to_owned(), activity: "none".to_owned() }
    }
}

/// One side of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Where.
    pub account: Account,
    /// Which pot.
    pub pot: Pot,
    /// Above zero a debit, below zero a credit, in pence.
    pub amount: Pence,
    /// The charge it concerns.
    pub charge_id: Option<i64>,
    /// The payment it concerns.
    pub payment_id: Option<i64>,
}

impl Posting {
    /// The same the other way round.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.amount = -self.amount;
        self
    }
}

/// The postings do not add up to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the postings are out by {0}")]
pub struct OutOfBalance(pub Pence);

/// Leaves out postings of nothing and refuses a set that does not add up to nothing (D12). An empty answer is lawful:
/// a free charge moves no money.
pub fn balanced(postings: Vec<Posting>) -> Result<Vec<Posting>, OutOfBalance> {
    let sum: Pence = postings.iter().map(|posting| posting.amount).sum();
    if !sum.is_zero() {
        return Err(OutOfBalance(sum));
    }
    Ok(postings.into_iter().filter(|posting| !posting.amount.is_zero()).collect())
}

#[cfg(test)]
#[path = "ledger_entry_tests.rs"]
mod tests;
