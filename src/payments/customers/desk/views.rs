//! What the templates of the customers' desk may see.

use serde::Serialize;

use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence};
use crate::payments::customers::statement::Statement;
use crate::payments::customers::store::CustomerRow;
use crate::payments::documents::pdf_address;
use crate::payments::invoices::queries::InvoiceAccount;
use crate::web::FormView;

#[derive(Debug, Serialize)]
pub(super) struct ListView {
    pub(super) customers: Vec<CustomerLine>,
}

#[derive(Debug, Serialize)]
pub(super) struct CustomerLine {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) state: TagView,
    pub(super) waiting: usize,
    pub(super) requires_po: bool,
    pub(super) owed: String,
}

#[derive(Debug, Serialize)]
pub(super) struct TagView {
    pub(super) label: &'static str,
    pub(super) kind: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct CustomerView {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) state: TagView,
    pub(super) approved: String,
    pub(super) refused_reason: String,
    /// What waits for approval.
    pub(super) waiting: Vec<WaitingLine>,
    pub(super) can_decide: bool,
    pub(super) is_new: bool,
    pub(super) accounts: Vec<AccountLine>,
    pub(super) owed: String,
    /// Money that came in and is set against nothing; empty without any.
    pub(super) on_account: String,
    pub(super) form: FormView,
    pub(super) may_change: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct WaitingLine {
    pub(super) href: String,
    pub(super) description: String,
    pub(super) total: String,
    pub(super) asked_on: String,
    pub(super) email: String,
    pub(super) address: String,
    pub(super) contact: String,
}

#[derive(Debug, Serialize)]
pub(super) struct AccountLine {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) description: String,
    pub(super) due: String,
    pub(super) total: String,
    pub(super) owed: String,
    pub(super) state: TagView,
}

#[derive(Debug, Serialize)]
pub(super) struct StatementView {
    pub(super) id: i64,
    /// Where its PDF is, or empty.
    pub(super) pdf: String,
    pub(super) email: String,
    pub(super) customer: String,
    pub(super) address: Vec<String>,
    pub(super) made_on: String,
    pub(super) balance: String,
    pub(super) is_owed_to_customer: bool,
    pub(super) lines: Vec<StatementRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct StatementRow {
    pub(super) on: String,
    pub(super) what: String,
    pub(super) detail: String,
    pub(super) owed: String,
    pub(super) paid: String,
    pub(super) balance: String,
}

/// How a customer stands.
pub(super) fn state_of(row: &CustomerRow) -> TagView {
    match (row.approved_at, row.refused_at) {
        (Some(_), _) => TagView { label: "Approved", kind: "done" },
        (None, Some(_)) => TagView { label: "Turned down", kind: "plain" },
        (None, None) => TagView { label: "Waits for approval", kind: "caution" },
    }
}

/// A line of the customer's invoices.
pub(super) fn account_line(account: &InvoiceAccount, now: Instant) -> AccountLine {
    let (label, kind) = account.standing(now).tag();
    let invoice = account.invoice.as_ref();
    AccountLine {
        href: format!("/admin/money/invoices/{}", account.billing.id),
        number: invoice.map(|invoice| invoice.number.clone()).unwrap_or_default(),
        description: account.charge.description.clone(),
        due: invoice.map(|invoice| long_date(invoice.due_on)).unwrap_or_default(),
        total: account.net().to_string(),
        owed: account.money.outstanding.to_string(),
        state: TagView { label, kind },
    }
}

/// A line of what waits.
pub(super) fn waiting_line(account: &InvoiceAccount) -> WaitingLine {
    WaitingLine {
        href: format!("/admin/money/invoices/{}", account.billing.id),
        description: account.charge.description.clone(),
        total: account.net().to_string(),
        asked_on: long_date(london_date(account.billing.created_at)),
        email: account.billing.billing_email.clone(),
        address: account.billing.billing_address.replace('\n', ", "),
        contact: account.billing.contact_name.clone(),
    }
}

/// The statement in words.
pub(super) fn statement_view(customer: &CustomerRow, statement: Statement, now: Instant) -> StatementView {
    let row = |line: crate::payments::customers::StatementLine| {
        let (owed, paid) = if line.amount >= Pence::ZERO {
            (line.amount.to_string(), String::new())
        } else {
            (String::new(), (-line.amount).to_string())
        };
        StatementRow {
            on: long_date(line.on),
            what: line.what,
            detail: line.detail,
            owed,
            paid,
            balance: line.balance.to_string(),
        }
    };
    StatementView {
        id: customer.id,
        pdf: pdf_address(&format!("/admin/customers/{}/statement", customer.id)),
        email: customer.email.clone(),
        customer: customer.name.clone(),
        address: customer.address.lines().map(str::to_owned).collect(),
        made_on: long_date(london_date(now)),
        is_owed_to_customer: statement.balance < Pence::ZERO,
        balance: if statement.balance < Pence::ZERO {
            (-statement.balance).to_string()
        } else {
            statement.balance.to_string()
        },
        lines: statement.lines.into_iter().map(row).collect(),
    }
}
