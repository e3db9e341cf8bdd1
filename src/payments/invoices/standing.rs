//! How an invoice stands, from sums and dates; nothing is typed or stored (D12). Pure.

use chrono::NaiveDate;

use super::due_date::is_overdue;
use crate::kernel::{Instant, Pence};
use crate::payments::ChargeMoney;

/// How a charge that is to be invoiced stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStanding {
    /// The customer is new and staff have not looked yet (INV-1).
    WaitsForApproval,
    /// The customer demands a purchase order and it has not come (AC-06).
    WaitsForPurchaseOrder,
    /// Could be issued.
    NotIssued,
    /// Issued, nothing paid, not due yet.
    Issued,
    /// Part of it is paid (INV-7).
    PartPaid,
    /// Something is owed after the last day.
    Overdue,
    /// Nothing is owed.
    Paid,
    /// All of it was credited.
    Credited,
    /// The rest will not be asked for any more.
    WrittenOff,
}

/// What it is told from.
#[derive(Clone, Copy, Debug)]
pub struct StandingFacts {
    /// The last day to pay of the invoice in force; none before one is issued.
    pub due_on: Option<NaiveDate>,
    /// Staff have approved the customer and the billing address.
    pub is_approved: bool,
    /// The customer demands a purchase order and none has come.
    pub lacks_po: bool,
    /// The sums of the charge.
    pub money: ChargeMoney,
}

impl InvoiceStanding {
    /// All of them, in the order of the desk's list.
    pub const ALL: [Self; 9] = [
        Self::WaitsForApproval,
        Self::WaitsForPurchaseOrder,
        Self::NotIssued,
        Self::Overdue,
        Self::PartPaid,
        Self::Issued,
        Self::Paid,
        Self::Credited,
        Self::WrittenOff,
    ];

    /// For addresses and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WaitsForApproval => "waits_for_approval",
            Self::WaitsForPurchaseOrder => "waits_for_purchase_order",
            Self::NotIssued => "not_issued",
            Self::Issued => "issued",
            Self::PartPaid => "part_paid",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
            Self::Credited => "credited",
            Self::WrittenOff => "written_off",
        }
    }

    /// As people read it, with the kind of its tag.
    pub const fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::WaitsForApproval => ("Waits for approval", "caution"),
            Self::WaitsForPurchaseOrder => ("Waits for a purchase order", "caution"),
            Self::NotIssued => ("Not issued", "plain"),
            Self::Issued => ("Issued", ""),
            Self::PartPaid => ("Part paid", "caution"),
            Self::Overdue => ("Overdue", "problem"),
            Self::Paid => ("Paid", "done"),
            Self::Credited => ("Credited", "plain"),
            Self::WrittenOff => ("Written off", "plain"),
        }
    }
}

/// What is no longer asked for, of money that was owed: what the other sums leave unexplained.
pub fn written_off(money: &ChargeMoney) -> Pence {
    money.unpaid() - money.outstanding
}

/// How the charge stands at `now`.
pub fn standing_of(facts: &StandingFacts, now: Instant) -> InvoiceStanding {
    use InvoiceStanding as S;
    let money = facts.money;
    let all_credited = money.charged == money.credited;
    let Some(due_on) = facts.due_on else {
        return match (all_credited, facts.is_approved, facts.lacks_po) {
            (true, ..) => S::Credited,
            (false, false, _) => S::WaitsForApproval,
            (false, true, true) => S::WaitsForPurchaseOrder,
            (false, true, false) => S::NotIssued,
        };
    };
    let kept = money.paid - money.refunded - money.refund_pending;
    match money.outstanding {
        owed if owed <= Pence::ZERO && all_credited => S::Credited,
        owed if owed <= Pence::ZERO && written_off(&money) > Pence::ZERO => S::WrittenOff,
        owed if owed <= Pence::ZERO => S::Paid,
        _ if is_overdue(due_on, now) => S::Overdue,
        _ if kept > Pence::ZERO => S::PartPaid,
        _ => S::Issued,
    }
}

/// How long an overdue invoice has waited, for the treasurer's list.
pub fn age_words(due_on: NaiveDate, today: NaiveDate) -> &'static str {
    match (today - due_on).num_days() {
        ..=0 => "Not due yet",
        1..=30 => "1 to 30 days",
        31..=60 => "31 to 60 days",
        61..=90 => "61 to 90 days",
        _ => "More than 90 days",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    fn money(charged: i64, credited: i64, paid: i64, refunded: i64, outstanding: i64) -> ChargeMoney {
        let p = Pence::new;
        ChargeMoney {
            charged: p(charged),
            credited: p(credited),
            paid: p(paid),
            refunded: p(refunded),
            refund_pending: Pence::ZERO,
            outstanding: p(outstanding),
        }
    }

    #[test]
    fn inv_7_an_invoice_is_told_from_its_sums_and_its_last_day() {
        let due: NaiveDate = "2026-06-30".parse().unwrap();
        let (before, after) = (
            Utc.with_ymd_and_hms(2026, 6, 30, 22, 59, 59).unwrap(),
            Utc.with_ymd_and_hms(2026, 6, 30, 23, 0, 0).unwrap(),
        );
        let table = [
            (money(9_000, 0, 0, 0, 9_000), InvoiceStanding::Issued, InvoiceStanding::Overdue),
            (money(9_000, 0, 4_000, 0, 5_000), InvoiceStanding::PartPaid, InvoiceStanding::Overdue),
            (money(9_000, 0, 9_000, 0, 0), InvoiceStanding::Paid, InvoiceStanding::Paid),
            (money(9_000, 9_000, 0, 0, 0), InvoiceStanding::Credited, InvoiceStanding::Credited),
            (money(9_000, 9_000, 9_000, 9_000, 0), InvoiceStanding::Credited, InvoiceStanding::Credited),
            (money(9_000, 4_000, 0, 0, 5_000), InvoiceStanding::Issued, InvoiceStanding::Overdue),
            (money(9_000, 0, 4_000, 0, 0), InvoiceStanding::WrittenOff, InvoiceStanding::WrittenOff),
            (money(9_000, 0, 0, 0, 0), InvoiceStanding::WrittenOff, InvoiceStanding::WrittenOff),
            (money(9_000, 4_000, 9_000, 0, -4_000), InvoiceStanding::Paid, InvoiceStanding::Paid),
        ];
        for (money, wanted_before, wanted_after) in table {
            let facts = StandingFacts { due_on: Some(due), is_approved: true, lacks_po: false, money };
            assert_eq!(standing_of(&facts, before), wanted_before, "{money:?}");
            assert_eq!(standing_of(&facts, after), wanted_after, "{money:?}");
        }
    }

    #[test]
    fn what_is_not_issued_says_what_it_waits_for() {
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap();
        let table = [
            (false, true, 0, InvoiceStanding::WaitsForApproval),
            (false, false, 0, InvoiceStanding::WaitsForApproval),
            (true, true, 0, InvoiceStanding::WaitsForPurchaseOrder),
            (true, false, 0, InvoiceStanding::NotIssued),
            (true, true, 9_000, InvoiceStanding::Credited),
        ];
        for (is_approved, lacks_po, credited, wanted) in table {
            let money = money(9_000, credited, 0, 0, 9_000 - credited);
            let facts = StandingFacts { due_on: None, is_approved, lacks_po, money };
            assert_eq!(standing_of(&facts, now), wanted);
        }
    }

    #[test]
    fn overdue_money_is_sorted_by_age() {
        let due: NaiveDate = "2026-06-30".parse().unwrap();
        let table = [
            (0, "Not due yet"),
            (1, "1 to 30 days"),
            (30, "1 to 30 days"),
            (31, "31 to 60 days"),
            (61, "61 to 90 days"),
            (91, "More than 90 days"),
        ];
        for (days, wanted) in table {
            assert_eq!(age_words(due, due + chrono::Duration::days(days)), wanted);
        }
    }
}
