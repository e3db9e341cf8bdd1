//! Reads about money, for pages and for the features that sell.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::charge_line;
use sea_orm::ConnectionTrait;

use super::carried_payments::carried_payments;
use super::charge::{ChargeMoney, CheckoutId, Purpose, RefundId, VatTreatment};
use super::checkouts;
use super::checkouts::store::CheckoutRow;
use super::disputes;
use super::ledger::{self, ChargeSum};
use super::ledger_entry::{Account, EntryKind};
use super::receipt::{Receipt, ReceiptLine, ReceiptMovement};
use super::refunds::store::RefundRow;
use super::refunds::{self, RefundState};
use super::store;
use super::vat::LineVat;
use crate::identity::load_identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

mod facts;

pub use facts::{
    came_by_card, charge_of_session, count_late_refunds, is_card_payment, open_of_line, references_of,
    value_days_by_hand,
};

/// Counting refunds stops here, for each state.
const MOST_WAITING: u64 = 100;

/// The money of one charge, summed from its postings (D12).
pub async fn charge_money(db: &impl ConnectionTrait, charge_id: i64) -> Result<ChargeMoney, Unexpected> {
    Ok(money_of_charges(db, &[charge_id]).await?.remove(&charge_id).unwrap_or_default())
}

/// The money of several charges at once. A charge that moved no money (a free one) is left out.
pub async fn money_of_charges(
    db: &impl ConnectionTrait,
    charge_ids: &[i64],
) -> Result<BTreeMap<i64, ChargeMoney>, Unexpected> {
    let mut by_charge: BTreeMap<i64, Vec<ChargeSum>> = BTreeMap::new();
    for (charge_id, sum) in ledger::sums_of_charges(db, charge_ids).await? {
        by_charge.entry(charge_id).or_default().push(sum);
    }
    Ok(by_charge.into_iter().map(|(charge_id, sums)| (charge_id, read_sums(&sums))).collect())
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
        paid: -of(
            Account::Receivable,
            &[EntryKind::PaymentAllocated, EntryKind::PaymentCarried, EntryKind::PaymentReversed],
        ),
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

/// The lines of a charge with their prices, in their order.
pub async fn lines_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<(i64, Pence)>, Unexpected> {
    let lines = store::list_lines(db, charge_id).await?;
    Ok(lines.iter().map(|line| (line.id, Pence::new(line.price_pence))).collect())
}

/// The day the money of a payment was ours, London. The payment must exist.
pub async fn value_date_of(db: &impl ConnectionTrait, payment_id: i64) -> Result<NaiveDate, Unexpected> {
    Ok(store::load_payment(db, payment_id).await?.value_on)
}

/// What of a payment is not set against any charge.
pub async fn on_account(db: &impl ConnectionTrait, payment_id: i64) -> Result<Pence, Unexpected> {
    Ok(-ledger::balance_of_payment(db, Account::OnAccount, payment_id).await?)
}

/// Name and address of whoever owes a charge, as they were when it was raised; both "" once they are forgotten.
pub async fn payer_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<(String, String), Unexpected> {
    let charge = store::load_charge(db, charge_id).await?;
    Ok((charge.payer_name, charge.payer_email))
}

/// The checkout of a charge that can still be paid, the newest first.
pub async fn live_checkout(db: &impl ConnectionTrait, charge_id: i64) -> Result<Option<CheckoutId>, Unexpected> {
    Ok(checkouts::store::list_live(db, charge_id).await?.first().map(CheckoutRow::id))
}

/// A payment as it is shown: what came, how, and what of it is still on account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentShown {
    /// The row.
    pub id: i64,
    /// What people see.
    pub reference: String,
    /// Whether it came by card; otherwise into the bank.
    pub is_by_card: bool,
    /// How much came.
    pub amount: Pence,
    /// Of that, not set against any charge.
    pub on_account: Pence,
    /// The day it was ours, London.
    pub value_on: NaiveDate,
    /// As the bank statement shows it.
    pub bank_reference: Option<String>,
}

/// The payments that were meant for a charge, the oldest first.
pub async fn payments_of_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<PaymentShown>, Unexpected> {
    let mut shown = Vec::new();
    for id in ledger::payments_meant_for(db, charge_id).await? {
        let row = store::load_payment(db, id).await?;
        shown.push(PaymentShown {
            id,
            is_by_card: row.method == "card",
            amount: Pence::new(row.amount_pence),
            on_account: -ledger::balance_of_payment(db, Account::OnAccount, id).await?,
            reference: row.reference,
            value_on: row.value_on,
            bank_reference: row.bank_reference,
        });
    }
    shown.extend(carried_payments(db, charge_id, &shown).await?);
    Ok(shown)
}

/// A refund as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundShown {
    /// The row.
    pub id: RefundId,
    /// What people see.
    pub reference: String,
    /// How much.
    pub amount: Pence,
    /// Where it stands.
    pub state: RefundState,
    /// Why it was asked for.
    pub reason: String,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// Whether the card processor is to pay it.
    pub is_by_card: bool,
    /// The payment it comes out of.
    pub payment_id: i64,
    /// The charge it belongs to.
    pub charge_id: Option<i64>,
    /// Who asked, if signed in.
    pub requested_by: Option<i64>,
    /// When it was asked for.
    pub requested_at: Instant,
    /// When it was over.
    pub ended_at: Option<Instant>,
    /// The reference of the transfer, when it was paid by hand.
    pub manual_reference: Option<String>,
}

impl From<RefundRow> for RefundShown {
    fn from(refund: RefundRow) -> Self {
        Self {
            id: refund.id(),
            amount: refund.amount(),
            state: refund.state,
            is_by_card: refund.is_by_card(),
            reference: refund.row.reference,
            reason: refund.row.reason,
            last_error: refund.row.last_error,
            payment_id: refund.row.payment_id,
            charge_id: refund.row.charge_id,
            requested_by: refund.row.requested_by_id,
            requested_at: refund.row.requested_at,
            ended_at: refund.row.ended_at,
            manual_reference: refund.row.manual_reference,
        }
    }
}

/// The refunds that belong to a charge, the oldest first.
pub async fn refunds_of_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<RefundShown>, Unexpected> {
    let refunds = refunds::store::list_of_charge(db, charge_id).await?;
    Ok(refunds.into_iter().map(RefundShown::from).collect())
}

/// Whether the payer's bank questions a payment that was meant for this charge, or carried across to it: then no self-service
/// (REF-19).
pub async fn is_disputed(db: &impl ConnectionTrait, charge_id: i64) -> Result<bool, Unexpected> {
    let meant = ledger::payments_meant_for(db, charge_id).await?;
    let set = ledger::owed_and_set(db, charge_id).await?.drawable.into_iter().map(|(payment_id, _)| payment_id);
    for id in meant.into_iter().chain(set).collect::<BTreeSet<_>>() {
        if disputes::is_open(db, id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A charge's receipt. The charge must exist.
pub async fn receipt(db: &impl ConnectionTrait, charge_id: i64) -> Result<Receipt, Unexpected> {
    let charge = store::load_charge(db, charge_id).await?;
    let money = charge_money(db, charge_id).await?;
    let raised_on = london_date(charge.raised_at);
    let identity = load_identity(db).await?;
    let vat_day = identity.filter(|identity| identity.vat_number_on(raised_on).is_some()).map(|_| raised_on);
    let unless_none = |amount: Pence| if amount > Pence::ZERO { amount.to_string() } else { String::new() };
    let came = |payment: PaymentShown| ReceiptMovement {
        reference: payment.reference,
        how: if payment.is_by_card { "By card" } else { "By bank transfer" },
        on: long_date(payment.value_on),
        amount: payment.amount.to_string(),
    };
    let went = |refund: RefundShown| ReceiptMovement {
        reference: refund.reference,
        how: refund.state.label(),
        on: long_date(london_date(refund.ended_at.unwrap_or(refund.requested_at))),
        amount: refund.amount.to_string(),
    };
    Ok(Receipt {
        reference: charge.reference,
        payer: charge.payer_name,
        description: charge.description,
        raised_on: long_date(raised_on),
        lines: store::list_lines(db, charge_id).await?.iter().map(|line| receipt_line(line, vat_day)).collect(),
        total: money.charged.to_string(),
        credited: unless_none(money.credited),
        paid: money.paid.to_string(),
        refunded: unless_none(money.refunded),
        refund_pending: unless_none(money.refund_pending),
        outstanding: unless_none(money.outstanding),
        payments: payments_of_charge(db, charge_id).await?.into_iter().map(came).collect(),
        refunds: refunds_of_charge(db, charge_id).await?.into_iter().map(went).collect(),
    })
}

/// A line of a receipt; `vat_day` is the day of the charge, for a body that was registered then.
fn receipt_line(line: &charge_line::Model, vat_day: Option<NaiveDate>) -> ReceiptLine {
    let (list_price, discount) = (Pence::new(line.list_price_pence), Pence::new(line.discount_pence));
    let treatment = VatTreatment::parse(&line.vat_treatment).unwrap_or(VatTreatment::OutsideScope);
    let vat = vat_day.map(|day| LineVat::on(treatment, Pence::new(line.price_pence), day));
    ReceiptLine {
        description: line.description.clone(),
        discount: if discount.is_zero() { String::new() } else { format!("{discount} off {list_price}") },
        vat: vat.map(LineVat::included).unwrap_or_default(),
        price: Pence::new(line.price_pence).to_string(),
    }
}

/// How many refunds wait for a person: undecided above the limit, failed, or to be paid by hand.
pub async fn count_refunds_waiting(db: &impl ConnectionTrait) -> Result<usize, Unexpected> {
    let mut waiting = 0;
    for state in [RefundState::Requested, RefundState::Failed, RefundState::Manual] {
        waiting += refunds::store::list_in_state(db, state, MOST_WAITING).await?.len();
    }
    Ok(waiting)
}
