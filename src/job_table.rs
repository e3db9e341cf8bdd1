//! Every job name with its handler, and the schedule. A handler reads its payload, calls a use case, and says how it ended.

use std::sync::Arc;

use chrono::Duration;
use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::audit::seal::{SEAL_AUDIT, seal_audit};
use crate::bookings::jobs as bookings;
use crate::jobs::schedule::Scheduled;
use crate::jobs::{ClaimedJob, JobOutcome, queue};
use crate::kernel::Unexpected;
use crate::notifications::deliver::deliver_message;
use crate::notifications::outbox::DELIVER_MESSAGE;
use crate::notifications::wipe::{WIPE_OLD_MESSAGES, wipe_old_messages};
use crate::payments::checkouts::CHECK_CHECKOUT;
use crate::payments::reconcile::RECONCILE_PAYMENTS;
use crate::payments::record_bank_payment::SETTLE_PAYMENT;
use crate::payments::refunds::{RETRY_REFUND, SEND_REFUND};
use crate::payments::webhooks::PROCESS_WEBHOOK;
use crate::{idempotency, limits};

mod money;

/// The name of the job that forgets what only mattered for a while.
const TIDY_QUEUE: &str = "tidy_queue";

/// Jobs that come round by themselves.
pub const SCHEDULE: &[Scheduled] = &[
    Scheduled { name: bookings::WIPE_ABANDONED, every: Duration::hours(1) },
    Scheduled { name: RECONCILE_PAYMENTS, every: Duration::minutes(5) },
    Scheduled { name: SEAL_AUDIT, every: Duration::minutes(10) },
    Scheduled { name: TIDY_QUEUE, every: Duration::hours(6) },
    Scheduled { name: WIPE_OLD_MESSAGES, every: Duration::hours(24) },
];

/// Runs `job` with the handler of its name.
pub fn run(app: Arc<App>, job: ClaimedJob) -> LocalBoxFuture<'static, Result<JobOutcome, Unexpected>> {
    Box::pin(async move {
        match job.name.as_str() {
            bookings::END_HOLD => return bookings::run_end_hold(&app, &job).await,
            bookings::CLOSE_PAYMENT_PAGE => return bookings::run_close_payment_page(&app, &job).await,
            bookings::CANCEL_EVENT_BOOKINGS => return bookings::run_cancel_event_bookings(&app, &job).await,
            bookings::WIPE_ABANDONED => return bookings::run_wipe_abandoned(&app).await,
            PROCESS_WEBHOOK => return money::process_webhook(&app, &job).await,
            CHECK_CHECKOUT => return money::check_checkout(&app, &job).await,
            SEND_REFUND => return money::send_refund(&app, &job).await,
            RETRY_REFUND => return money::retry_refund(&app, &job).await,
            SETTLE_PAYMENT => return money::settle_payment(&app, &job).await,
            RECONCILE_PAYMENTS => return money::reconcile_payments(&app).await,
            DELIVER_MESSAGE => return deliver_message(&app, job.read()?, job.attempt).await,
            WIPE_OLD_MESSAGES => drop(wipe_old_messages(&app.db, app.now()).await?),
            SEAL_AUDIT => drop(seal_audit(&app.db, app.tokens.as_ref(), app.now()).await?),
            TIDY_QUEUE => tidy_queue(&app).await?,
            _ => return Ok(JobOutcome::GiveUp(format!("no job is called {}", job.name))),
        }
        Ok(JobOutcome::Done)
    })
}

/// Forgets what only mattered for a while: finished jobs, idempotency keys, windows of rate limits, workers long gone.
async fn tidy_queue(app: &App) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            queue::delete_finished(tx, now - Duration::days(14)).await?;
            queue::delete_silent_workers(tx, now - Duration::days(1)).await?;
            idempotency::delete_old(tx, now - Duration::days(30)).await?;
            limits::delete_old(tx, now - Duration::days(2)).await?;
            Ok(())
        })
        .await
}
