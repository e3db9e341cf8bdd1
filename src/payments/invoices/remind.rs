//! The daily look at what is owed on invoices and which purchase orders were promised (D13, INV-2, INV-6): each notice once.

use super::emails;
use super::notice::{Notice, money_notice, order_notice};
use super::queries::{self, InvoiceAccount};
use super::store;
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::queries::charge_money;

/// Sends what is due today; gives how many notices. One that fails does not keep the others waiting.
pub async fn remind(app: &App) -> Result<usize, Unexpected> {
    let now = app.now();
    let mut sent = 0;
    for account in queries::list_open_accounts(app.db.reader()).await? {
        match remind_one(app, &account, now).await {
            Ok(is_sent) => sent += usize::from(is_sent),
            Err(error) => tracing::error!(billing = account.billing.id, %error, "a notice could not be queued"),
        }
    }
    Ok(sent)
}

async fn remind_one(app: &App, account: &InvoiceAccount, now: Instant) -> Result<bool, Unexpected> {
    let today = london_date(now);
    let sent = queries::notices_of(app.db.reader(), account.billing.id).await?;
    let is_sent = |subject: String| sent.iter().any(|notice| notice.dedupe_key == subject);
    let is_stopped = account.billing.is_disputed || account.customer.reminders_paused;
    if let Some(invoice) = &account.invoice {
        let key = |notice: Notice| format!("invoice:{}:{}", invoice.id, notice.word());
        let dates = (invoice.issued_on, invoice.due_on);
        if let Some(notice) = money_notice(dates, today, is_stopped, |notice| is_sent(key(notice))) {
            return send_money(app, account, (notice, &key(notice)), now).await;
        }
    }
    let promised = account.billing.po_promised_by.is_some() && account.billing.po_number.is_none();
    if promised && account.billing.is_checked && !is_stopped {
        let key = |notice: Notice| format!("billing:{}:{}", account.billing.id, notice.word());
        let on = london_date(account.billing.created_at);
        if let Some(notice) = order_notice(on, today, |notice| is_sent(key(notice))) {
            return send_order(app, account, (notice, &key(notice)), now).await;
        }
    }
    Ok(false)
}

/// Asks again behind the row whether anything is owed: money may have come since the list was read.
async fn send_money(
    app: &App,
    account: &InvoiceAccount,
    (notice, key): (Notice, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some(invoice) = &account.invoice else { return Ok(false) };
    app.db
        .write_tx(async |tx| {
            let owed = charge_money(tx, account.billing.charge_id).await?.outstanding;
            let (word, id) = (notice.word(), account.billing.id);
            if owed <= Pence::ZERO || !store::insert_notice(tx, id, (word, key), now).await? {
                return Ok(false);
            }
            emails::queue_reminder(app, tx, (&account.billing, invoice, notice), now).await?;
            Ok(true)
        })
        .await
}

async fn send_order(
    app: &App,
    account: &InvoiceAccount,
    (notice, key): (Notice, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    let id = account.billing.id;
    app.db
        .write_tx(async |tx| {
            if !store::insert_notice(tx, id, (notice.word(), key), now).await? {
                return Ok(false);
            }
            emails::queue_order_request(app, tx, (id, notice.word()), now).await?;
            Ok(true)
        })
        .await
}
