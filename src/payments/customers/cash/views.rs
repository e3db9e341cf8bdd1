//! What the template of a customer's money may see.

use serde::Serialize;

use super::queries::CashLine;
use crate::kernel::Pence;
use crate::kernel::uk_time::long_date;
use crate::payments::desk::views::RefundView;
use crate::payments::invoices::queries::InvoiceAccount;
use crate::web::FormView;

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct CashView {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) total: String,
    pub(super) lines: Vec<LineView>,
    /// Invoices on which something is owed.
    pub(super) invoices: Vec<Choice>,
    /// Refunds that no charge's page shows.
    pub(super) refunds: Vec<RefundView>,
    pub(super) form: FormView,
    pub(super) idempotency_key: String,
    pub(super) may_record: bool,
    pub(super) may_approve: bool,
}

/// A payment with money that is not used.
#[derive(Debug, Serialize)]
pub(super) struct LineView {
    pub(super) payment_id: i64,
    pub(super) reference: String,
    pub(super) bank_reference: String,
    pub(super) value_on: String,
    pub(super) came: String,
    pub(super) unused: String,
    /// The page of the charge it was meant for, or empty.
    pub(super) href: String,
    pub(super) meant_for: String,
    /// The id of this row's select.
    pub(super) key: String,
    pub(super) form: FormView,
}

/// A choice.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

pub(super) fn line_view(line: CashLine) -> LineView {
    let key = format!("invoice-{}", line.payment_id);
    let meant_for = line.meant_for.unwrap_or_default();
    LineView {
        payment_id: line.payment_id,
        reference: line.reference,
        bank_reference: line.bank_reference,
        value_on: long_date(line.value_on),
        came: line.came.to_string(),
        unused: line.unused.to_string(),
        href: if meant_for.is_empty() { String::new() } else { format!("/admin/money/charges/{meant_for}") },
        meant_for,
        form: FormView::filled([(key.as_str(), "")]),
        key,
    }
}

/// The invoices that money can be set against, the oldest first.
pub(super) fn choices(accounts: &[InvoiceAccount]) -> Vec<Choice> {
    let open = accounts.iter().rev().filter(|account| account.money.outstanding > Pence::ZERO);
    let choice = |account: &InvoiceAccount| {
        let number = &account.invoice.as_ref()?.number;
        let label = format!("{number}, {} owed", account.money.outstanding);
        Some(Choice { value: account.billing.id.to_string(), label })
    };
    open.filter_map(choice).collect()
}
