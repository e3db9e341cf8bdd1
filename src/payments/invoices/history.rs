//! Everything that happened to one invoice, in order, with why: documents, money, notices, purchase order, write-offs.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::notice::Notice;
use super::queries::{self, InvoiceAccount};
use super::write_off;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::queries::{payments_of_charge, refunds_of_charge};
use crate::payments::store as charges;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct HistoryLine {
    #[serde(skip)]
    at: Instant,
    pub(super) when: String,
    pub(super) what: String,
    pub(super) why: String,
}

fn line(at: Instant, what: impl Into<String>, why: impl Into<String>) -> HistoryLine {
    HistoryLine { at, when: date_and_time(at), what: what.into(), why: why.into() }
}

/// The oldest first.
pub(super) async fn history_of(
    db: &impl ConnectionTrait,
    account: &InvoiceAccount,
) -> Result<Vec<HistoryLine>, Unexpected> {
    let billing = &account.billing;
    let mut lines = vec![line(billing.created_at, "To be paid by invoice", billing.supply_words.clone())];
    if let (Some(at), Some(number)) = (billing.po_given_at, &billing.po_number) {
        lines.push(line(at, format!("Purchase order {number} given"), ""));
    }
    let invoices = queries::invoices_of(db, &[billing.id]).await?;
    let ids: Vec<i64> = invoices.iter().map(|invoice| invoice.id).collect();
    for invoice in &invoices {
        let what = format!("Invoice {} issued for {}", invoice.number, Pence::new(invoice.total_pence));
        lines.push(line(invoice.issued_at, what, format!("due on {}", long_date(invoice.due_on))));
    }
    for note in queries::credit_notes_of(db, &ids).await? {
        let what = format!("Credit note {} for {}", note.number, Pence::new(note.total_pence));
        lines.push(line(note.issued_at, what, note.reason));
    }
    for notice in queries::notices_of(db, billing.id).await? {
        lines.push(line(notice.sent_at, Notice::label(&notice.kind), ""));
    }
    money_lines(db, billing.charge_id, &mut lines).await?;
    for asked in write_off::store::list_of_charge(db, billing.charge_id).await? {
        let amount = Pence::new(asked.amount_pence);
        let what = match asked.state.as_str() {
            "done" => format!("{amount} written off"),
            "refused" => format!("Write-off of {amount} refused"),
            _ => format!("Write-off of {amount} asked for; it waits for a second person"),
        };
        lines.push(line(asked.decided_at.unwrap_or(asked.requested_at), what, asked.reason));
    }
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}

async fn money_lines(
    db: &impl ConnectionTrait,
    charge_id: i64,
    lines: &mut Vec<HistoryLine>,
) -> Result<(), Unexpected> {
    for payment in payments_of_charge(db, charge_id).await? {
        let at = charges::load_payment(db, payment.id).await?.received_at;
        let how = if payment.is_by_card { "by card" } else { "by bank transfer" };
        let why = format!("value date {}, {}", long_date(payment.value_on), payment.bank_reference.unwrap_or_default());
        lines.push(line(at, format!("{} received {how}", payment.amount), why.trim_end_matches(", ")));
    }
    for refund in refunds_of_charge(db, charge_id).await? {
        let what = format!("Refund of {}: {}", refund.amount, refund.state.label());
        lines.push(line(refund.ended_at.unwrap_or(refund.requested_at), what, refund.reason));
    }
    Ok(())
}
