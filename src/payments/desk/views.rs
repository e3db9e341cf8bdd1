//! What the treasurer's templates may see. Amounts and dates are words already.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::Pence;
use crate::payments::charge::ChargeMoney;
use crate::payments::queries::RefundShown;
use crate::payments::refunds::RefundState;
use crate::payments::refunds::refund_clock::{RefundClock, clock_words};
use crate::web::{FormView, Pagination};

/// A short word with its colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct TagView {
    pub(in crate::payments) label: &'static str,
    pub(in crate::payments) kind: &'static str,
}

const fn tag(label: &'static str, kind: &'static str) -> TagView {
    TagView { label, kind }
}

/// How a charge stands, in a word, from its sums.
pub(super) fn standing_of(money: &ChargeMoney) -> TagView {
    match (money.outstanding.get(), money.paid.get()) {
        _ if money.refund_pending > Pence::ZERO => tag("Refund on its way", "caution"),
        (..0, _) => tag("Owed to the payer", "problem"),
        (0, _) if money.charged == money.credited && money.paid == money.refunded => tag("Closed", "plain"),
        (0, _) => tag("Paid", "done"),
        (_, 0) => tag("Owed", "caution"),
        _ => tag("Part paid", "caution"),
    }
}

/// How a refund stands.
pub(super) fn refund_tag(state: RefundState) -> TagView {
    let kind = match state {
        RefundState::Requested | RefundState::Manual => "caution",
        RefundState::Failed => "problem",
        RefundState::Succeeded => "done",
        RefundState::Approved | RefundState::Sent => "",
        RefundState::Refused | RefundState::GivenUp => "plain",
    };
    tag(state.label(), kind)
}

/// By when a refund must be with its payer, with its colour; no words when nobody waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct ClockView {
    pub(in crate::payments) words: String,
    pub(in crate::payments) kind: &'static str,
}

/// How much time a refund has left on `today` (CO-08).
pub(super) fn clock_of(refund: &RefundShown, today: NaiveDate) -> ClockView {
    if !refund.state.is_awaited() {
        return ClockView::default();
    }
    let kind = RefundClock::of(refund.requested_at, today).tag();
    ClockView { words: clock_words(refund.requested_at, today), kind }
}

/// The list of charges.
#[derive(Debug, Serialize)]
pub(super) struct MoneyView {
    pub(super) form: FormView,
    pub(super) shows: Vec<OptionView>,
    pub(super) is_filtered: bool,
    pub(super) figures: Vec<FigureView>,
    pub(super) refunds: Vec<RefundTaskView>,
    pub(super) disputes: Vec<DisputeView>,
    /// Payouts that do not add up.
    pub(super) payouts: Vec<PayoutTaskView>,
    /// A warning when messages of the card processor are refused; empty otherwise.
    pub(super) refused: String,
    pub(super) takes_cards: bool,
    pub(super) charges: Vec<ChargeRowView>,
    pub(super) totals: SumsView,
    pub(super) pages: Pagination,
}

#[derive(Debug, Serialize)]
pub(in crate::payments) struct OptionView {
    pub(in crate::payments) value: &'static str,
    pub(in crate::payments) label: &'static str,
}

#[derive(Debug, Serialize)]
pub(in crate::payments) struct FigureView {
    pub(in crate::payments) label: &'static str,
    pub(in crate::payments) value: String,
}

/// A refund that waits for somebody.
#[derive(Debug, Serialize)]
pub(super) struct RefundTaskView {
    pub(super) amount: String,
    pub(super) payer: String,
    pub(super) reason: String,
    pub(super) why: String,
    pub(super) state: TagView,
    pub(super) clock: ClockView,
    pub(super) href: String,
}

/// A payout whose difference nobody has explained.
#[derive(Debug, Serialize)]
pub(super) struct PayoutTaskView {
    pub(super) arrived: String,
    pub(super) amount: String,
    pub(super) difference: String,
    pub(super) href: String,
}

#[derive(Debug, Serialize)]
pub(super) struct DisputeView {
    pub(super) amount: String,
    pub(super) since: String,
    pub(super) payer: String,
    /// The page with everything that can be shown to the bank.
    pub(super) evidence: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ChargeRowView {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) payer: String,
    pub(super) description: String,
    pub(super) raised_on: String,
    pub(super) standing: TagView,
    pub(super) sums: SumsView,
}

/// The sums of one charge, or of all rows shown.
#[derive(Debug, Serialize)]
pub(super) struct SumsView {
    pub(super) charged: String,
    pub(super) credited: String,
    pub(super) paid: String,
    pub(super) refunded: String,
    pub(super) refund_pending: String,
    pub(super) outstanding: String,
}

impl From<&ChargeMoney> for SumsView {
    fn from(money: &ChargeMoney) -> Self {
        Self {
            charged: money.charged.to_string(),
            credited: money.credited.to_string(),
            paid: money.paid.to_string(),
            refunded: money.refunded.to_string(),
            refund_pending: money.refund_pending.to_string(),
            outstanding: money.outstanding.to_string(),
        }
    }
}

/// Adds up what the rows show, so that the totals are the sum of the rows and nothing else.
pub(super) fn total_of<'a>(rows: impl IntoIterator<Item = &'a ChargeMoney>) -> ChargeMoney {
    rows.into_iter().fold(ChargeMoney::default(), |sum, row| ChargeMoney {
        charged: sum.charged + row.charged,
        credited: sum.credited + row.credited,
        paid: sum.paid + row.paid,
        refunded: sum.refunded + row.refunded,
        refund_pending: sum.refund_pending + row.refund_pending,
        outstanding: sum.outstanding + row.outstanding,
    })
}

/// One charge with everything about it.
#[derive(Debug, Serialize)]
pub(super) struct ChargeView {
    pub(super) reference: String,
    pub(super) payer: String,
    pub(super) payer_kind: &'static str,
    pub(super) email: String,
    pub(super) description: String,
    pub(super) raised_on: String,
    pub(super) standing: TagView,
    pub(super) is_disputed: bool,
    pub(super) sums: SumsView,
    pub(super) lines: Vec<LineView>,
    pub(super) payments: Vec<PaymentView>,
    /// What could go back now and has not been asked for; empty when nothing.
    pub(super) owed_to_payer: String,
    pub(super) refunds: Vec<RefundView>,
    pub(super) entries: Vec<EntryView>,
    pub(super) form: FormView,
    pub(super) idempotency_key: String,
    pub(super) may_record: bool,
    pub(super) may_approve: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct LineView {
    pub(super) description: String,
    pub(super) vat: &'static str,
    pub(super) list_price: String,
    pub(super) discount: String,
    pub(super) price: String,
}

#[derive(Debug, Serialize)]
pub(super) struct PaymentView {
    pub(super) reference: String,
    pub(super) method: &'static str,
    pub(super) amount: String,
    pub(super) value_on: String,
    pub(super) bank_reference: String,
    /// What of it is not set against a charge; empty when all is.
    pub(super) on_account: String,
}

#[derive(Debug, Serialize)]
pub(in crate::payments) struct RefundView {
    pub(super) reference: String,
    pub(super) amount: String,
    pub(super) reason: String,
    pub(super) state: TagView,
    pub(super) clock: ClockView,
    pub(super) asked_on: String,
    pub(super) ended_on: String,
    pub(super) how: String,
    pub(super) why_failed: String,
    /// "open": somebody must decide, and it may be the viewer; "own": somebody else must; "" otherwise.
    pub(super) decision: &'static str,
    /// It failed, or is to be paid by hand.
    pub(super) is_with_officer: bool,
    /// It can be sent to the card again.
    pub(super) can_retry: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct EntryView {
    pub(super) when: String,
    pub(super) what: &'static str,
    /// Who caused it (AC-10).
    pub(super) posted_by: String,
    pub(super) sides: Vec<SideView>,
}

#[derive(Debug, Serialize)]
pub(super) struct SideView {
    pub(super) account: &'static str,
    pub(super) debit: String,
    pub(super) credit: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(charged: i64, credited: i64, paid: i64, refunded: i64, pending: i64) -> ChargeMoney {
        ChargeMoney {
            charged: Pence::new(charged),
            credited: Pence::new(credited),
            paid: Pence::new(paid),
            refunded: Pence::new(refunded),
            refund_pending: Pence::new(pending),
            outstanding: Pence::new(charged - credited - paid + refunded + pending),
        }
    }

    #[test]
    fn a_charge_is_told_in_a_word() {
        let table = [
            (money(9_000, 0, 0, 0, 0), "Owed"),
            (money(9_000, 0, 4_000, 0, 0), "Part paid"),
            (money(9_000, 0, 9_000, 0, 0), "Paid"),
            (money(9_000, 4_000, 9_000, 4_000, 0), "Paid"),
            (money(9_000, 4_000, 9_000, 0, 4_000), "Refund on its way"),
            (money(9_000, 4_000, 9_000, 0, 0), "Owed to the payer"),
            (money(9_000, 9_000, 0, 0, 0), "Closed"),
            (money(9_000, 9_000, 9_000, 9_000, 0), "Closed"),
            (money(0, 0, 0, 0, 0), "Closed"),
        ];

        for (money, wanted) in table {
            assert_eq!(standing_of(&money).label, wanted, "{money:?}");
        }
    }

    #[test]
    fn totals_are_the_sum_of_the_rows() {
        let rows = [money(9_000, 0, 4_000, 0, 0), money(5_000, 5_000, 5_000, 2_000, 3_000)];

        assert_eq!(total_of(&rows), money(14_000, 5_000, 9_000, 2_000, 3_000));
    }
}
