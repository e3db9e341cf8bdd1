//! What waits for an officer: customers to approve, orders that did not come, money paid twice, write-offs.

use super::queries::unused_by_charge;
use super::views::{TaskView, account_path};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::invoices::queries::InvoiceAccount;
use crate::payments::invoices::standing::InvoiceStanding;
use crate::payments::invoices::write_off;

/// The list, in the order of the invoices.
pub(super) async fn tasks(app: &App, all: &[InvoiceAccount], now: Instant) -> Result<Vec<TaskView>, Unexpected> {
    let db = app.db.reader();
    let unused = unused_by_charge(db).await?;
    let mut tasks = Vec::new();
    for account in all {
        let name = &account.customer.name;
        let task = |label, words, action| TaskView { label, words, href: account_path(account.billing.id), action };
        match account.standing(now) {
            InvoiceStanding::WaitsForApproval => tasks.push(TaskView {
                href: format!("/admin/customers/{}", account.customer.id),
                ..task("New customer", format!("{name} wants to pay {} by invoice.", account.net()), "Decide")
            }),
            InvoiceStanding::WaitsForPurchaseOrder | InvoiceStanding::Issued | InvoiceStanding::PartPaid
                if account.billing.po_number.is_none()
                    && account.billing.po_promised_by.is_some_and(|by| by < london_date(now)) =>
            {
                tasks.push(task("No purchase order", format!("{name} promised one that has not come."), "Open it"));
            }
            _ => {}
        }
        let lying = unused.get(&account.billing.charge_id).copied().unwrap_or_default();
        let over =
            if account.money.outstanding > Pence::ZERO { Pence::ZERO } else { lying - account.money.outstanding };
        if over > Pence::ZERO {
            tasks.push(task("Overpaid", format!("{name} paid {over} more than is owed."), "Open it"));
        }
    }
    for asked in write_off::store::list_waiting(db).await? {
        let account = all.iter().find(|account| account.billing.charge_id == asked.charge_id);
        let Some(account) = account else { continue };
        let words = format!(
            "{} of {} is to be written off: {}.",
            Pence::new(asked.amount_pence),
            account.customer.name,
            asked.reason
        );
        tasks.push(TaskView {
            label: "Second person",
            words,
            href: account_path(account.billing.id),
            action: "Decide",
        });
    }
    Ok(tasks)
}
