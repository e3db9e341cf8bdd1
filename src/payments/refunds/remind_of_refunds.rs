//! The daily look at refunds that are not with their payer (CO-08): officers are told ten days after each was asked for, and once
//! more when it is late.

use super::emails::{self, Reminder};
use super::refund_clock::{RefundClock, reminded_if_before};
use super::store;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::disputes;

/// The name of the job.
pub const REMIND_OF_REFUNDS: &str = "remind_of_refunds";

/// Handler of [`REMIND_OF_REFUNDS`].
pub async fn run_remind_of_refunds(app: &App) -> Result<JobOutcome, Unexpected> {
    remind_of_refunds(app).await?;
    Ok(JobOutcome::Done)
}

/// Writes to officers about each refund that takes long. One that fails does not keep the others waiting.
async fn remind_of_refunds(app: &App) -> Result<(), Unexpected> {
    let now = app.now();
    for refund in store::list_awaited_before(app.db.reader(), reminded_if_before(london_date(now))).await? {
        if let Err(error) = remind_of_one(app, refund.id(), now).await {
            tracing::error!(refund = refund.row.id, %error, "officers could not be reminded of a refund");
        }
    }
    Ok(())
}

/// Asks again inside the transaction: the money may have gone since the list was read. The letter's key is of the refund and of
/// how urgent it is, so that the outbox drops what was told before.
async fn remind_of_one(app: &App, id: RefundId, now: Instant) -> Result<(), Unexpected> {
    app.db
        .write_tx(async |tx| {
            let refund = store::load_refund(tx, id).await?;
            if !refund.state.is_awaited() {
                return Ok(());
            }
            let reminder = Reminder {
                clock: RefundClock::of(refund.row.requested_at, london_date(now)),
                is_disputed: disputes::is_open(tx, refund.row.payment_id).await?,
            };
            emails::remind_officers(tx, app.tokens.as_ref(), &refund, reminder, now).await
        })
        .await
}
