//! What the card processor paid out, set beside our own books (REP-4).

use sea_orm::ConnectionTrait;

use super::tables::{Cell, Row, Table};
use crate::kernel::Unexpected;
use crate::payments::payouts::pages::payout_path;
use crate::payments::payouts::queries::{PayoutSum, payout_sums};
use crate::payments::reports::Period;

/// Payouts that arrived in the period, each with what it is made of by our own books.
pub(super) async fn payouts_table(db: &impl ConnectionTrait, period: Period) -> Result<Table, Unexpected> {
    Ok(Table {
        slug: "payouts",
        title: "Paid out by the card processor",
        note: "Payouts by the day they arrived in the bank. Payments, refunds and disputes are what our own books say of them; the difference is what they do not explain, and should be nothing.",
        of: "Payout",
        columns: &["Paid out", "Payments", "Refunds", "Fees", "Disputes and others", "Difference"],
        rows: payout_sums(db, period).await?.iter().map(row).collect(),
        none: "No payout arrived.",
        has_total: true,
    })
}

fn row(payout: &PayoutSum) -> Row {
    let sums = payout.sums;
    let cells = [sums.amount, sums.payments, sums.refunds, sums.fees, sums.adjustments, sums.difference()];
    let detail = match payout.explanation.as_str() {
        "" => payout.standing.to_owned(),
        words => format!("{}. Difference explained: {words}", payout.standing),
    };
    Row {
        label: payout.stripe_id.clone(),
        detail,
        on: Some(payout.arrives_on),
        href: payout_path(&payout.stripe_id),
        cells: cells.map(Cell::Money).to_vec(),
    }
}
