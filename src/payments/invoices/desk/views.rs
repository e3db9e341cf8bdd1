//! What the templates of the invoice desk may see.

use serde::Serialize;

use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence};
use crate::payments::desk::views::{FigureView, OptionView, TagView};
use crate::payments::invoices::history::HistoryLine;
use crate::payments::invoices::queries::InvoiceAccount;
use crate::payments::invoices::standing::{InvoiceStanding, age_words, written_off};
use crate::web::FormView;

#[derive(Debug, Serialize)]
pub(super) struct ListView {
    pub(super) form: FormView,
    pub(super) shows: Vec<OptionView>,
    pub(super) is_filtered: bool,
    pub(super) ages: Vec<FigureView>,
    pub(super) tasks: Vec<TaskView>,
    pub(super) rows: Vec<RowView>,
    pub(super) totals: SumsView,
    pub(super) csv_href: String,
}

/// Something that waits for an officer.
#[derive(Debug, Serialize)]
pub(super) struct TaskView {
    pub(super) label: &'static str,
    pub(super) words: String,
    pub(super) href: String,
    pub(super) action: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct RowView {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) customer: String,
    pub(super) description: String,
    pub(super) issued: String,
    pub(super) due: String,
    /// "12 days late", or empty.
    pub(super) late: String,
    pub(super) state: TagView,
    pub(super) is_disputed: bool,
    pub(super) sums: SumsView,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct SumsView {
    pub(super) charged: String,
    pub(super) credited: String,
    pub(super) paid: String,
    pub(super) written_off: String,
    pub(super) owed: String,
}

/// The sums of some accounts.
pub(super) fn sums_of<'a>(accounts: impl IntoIterator<Item = &'a InvoiceAccount>) -> SumsView {
    let mut sums = [Pence::ZERO; 5];
    for account in accounts {
        let money = &account.money;
        let kept = money.paid - money.refunded - money.refund_pending;
        for (sum, part) in
            sums.iter_mut().zip([money.charged, money.credited, kept, written_off(money), money.outstanding])
        {
            *sum += part;
        }
    }
    let [charged, credited, paid, written_off, owed] = sums.map(|sum| sum.to_string());
    SumsView { charged, credited, paid, written_off, owed }
}

/// One row of the list.
pub(super) fn row_of(account: &InvoiceAccount, now: Instant) -> RowView {
    let standing = account.standing(now);
    let (label, kind) = standing.tag();
    let invoice = account.invoice.as_ref();
    let days = invoice.map_or(0, |invoice| (london_date(now) - invoice.due_on).num_days());
    RowView {
        href: account_path(account.billing.id),
        number: invoice.map(|invoice| invoice.number.clone()).unwrap_or_default(),
        customer: account.customer.name.clone(),
        description: account.charge.description.clone(),
        issued: invoice.map(|invoice| long_date(invoice.issued_on)).unwrap_or_default(),
        due: invoice.map(|invoice| long_date(invoice.due_on)).unwrap_or_default(),
        late: match (standing, days) {
            (InvoiceStanding::Overdue, 1) => "1 day late".to_owned(),
            (InvoiceStanding::Overdue, days) => format!("{days} days late"),
            _ => String::new(),
        },
        state: TagView { label, kind },
        is_disputed: account.billing.is_disputed,
        sums: sums_of([account]),
    }
}

/// What is owed, by age: each figure is the sum of the rows of that age.
pub(super) fn ages(accounts: &[InvoiceAccount], now: Instant) -> Vec<FigureView> {
    let labels = ["Not due yet", "1 to 30 days", "31 to 60 days", "61 to 90 days", "More than 90 days"];
    let of_age = |label: &'static str| -> Pence {
        let is_of_age = |account: &&InvoiceAccount| {
            account.invoice.as_ref().is_some_and(|invoice| age_words(invoice.due_on, london_date(now)) == label)
        };
        accounts.iter().filter(is_of_age).map(|account| std::cmp::max(account.money.outstanding, Pence::ZERO)).sum()
    };
    labels.into_iter().map(|label| FigureView { label, value: of_age(label).to_string() }).collect()
}

/// The page of one account.
pub(super) fn account_path(billing_id: i64) -> String {
    format!("/admin/money/invoices/{billing_id}")
}

/// One invoice with everything about it.
#[derive(Debug, Serialize)]
pub(super) struct AccountView {
    pub(super) id: i64,
    pub(super) heading: String,
    pub(super) description: String,
    pub(super) state: TagView,
    pub(super) customer: String,
    pub(super) customer_href: String,
    pub(super) charge_reference: String,
    pub(super) billing: Vec<RowOfFacts>,
    pub(super) sums: SumsView,
    pub(super) documents: Vec<DocumentRow>,
    pub(super) history: Vec<HistoryLine>,
    pub(super) form: FormView,
    pub(super) idempotency_key: String,
    pub(super) is_issued: bool,
    pub(super) is_open: bool,
    pub(super) can_issue: bool,
    pub(super) waits_for_po: bool,
    pub(super) waits_for_approval: bool,
    /// The number may still be put in without a new invoice.
    pub(super) takes_po: bool,
    pub(super) is_disputed: bool,
    pub(super) dispute_reason: String,
    /// A write-off that waits: its amount; empty when none does.
    pub(super) write_off_waits: String,
    pub(super) write_off_is_own: bool,
    pub(super) overpaid: String,
    pub(super) may_record: bool,
    pub(super) may_approve: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct RowOfFacts {
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// A document of an account, as a page and as a PDF.
#[derive(Debug, Serialize)]
pub(in crate::payments) struct DocumentRow {
    pub(in crate::payments) label: String,
    pub(in crate::payments) detail: String,
    pub(in crate::payments) href: String,
    /// Empty when this program makes none.
    pub(in crate::payments) pdf: String,
}
