//! What orders do by themselves.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::Unexpected;
use crate::payments::{self, CheckoutsEnded};

/// Closes the payment page of an order that was given up.
pub const CLOSE_ORDER_PAGE: &str = "close_order_page";

#[derive(Serialize, Deserialize)]
struct OfCharge {
    charge_id: i64,
}

/// Closes whatever payment page is open for the charge.
pub(super) fn close_payment_page_job(charge_id: i64) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(CLOSE_ORDER_PAGE, &OfCharge { charge_id })?.once(format!("{CLOSE_ORDER_PAGE}:{charge_id}")))
}

/// Handler of [`CLOSE_ORDER_PAGE`]. A payment that won the race is honoured or refunded when it arrives.
pub async fn run_close_order_page(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    match payments::end_checkouts(app, job.read::<OfCharge>()?.charge_id).await? {
        CheckoutsEnded::NoAnswer => Err(Unexpected::because("Stripe did not answer")),
        _ => Ok(JobOutcome::Done),
    }
}

/// Closes orders whose time is over.
pub const EXPIRE_ORDERS: &str = "expire_membership_orders";
/// Writes to people whose new membership waits for money.
pub const REMIND_UNPAID: &str = "remind_unpaid_memberships";

/// Handler of [`EXPIRE_ORDERS`].
pub async fn run_expire_orders(app: &App) -> Result<JobOutcome, Unexpected> {
    let closed = super::expire_orders(app, app.now()).await?;
    tracing::info!(closed, "membership orders have expired");
    Ok(JobOutcome::Done)
}

/// Handler of [`REMIND_UNPAID`].
pub async fn run_remind_unpaid(app: &App) -> Result<JobOutcome, Unexpected> {
    super::remind_unpaid(app, app.now()).await?;
    Ok(JobOutcome::Done)
}
