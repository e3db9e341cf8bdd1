//! Every job name with its handler, and the schedule. A handler reads its payload, calls a use case, and says how it ended.

use std::sync::Arc;

use chrono::Duration;
use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::audit::seal::{SEAL_AUDIT, run_seal_audit};
use crate::bookings::address_fails::run_address_failed;
use crate::bookings::groups::{CHASE_NAMES, run_chase_names};
use crate::bookings::jobs as bookings;
use crate::bookings::needs::forget_needs::{FORGET_NEEDS, run_forget_needs};
use crate::bookings::needs::seal_anew::seal_needs_anew;
use crate::bookings::organiser_move::jobs as event_changes;
use crate::bookings::place_change::jobs as place_changes;
use crate::bookings::reminders::jobs::{SEND_REMINDERS, run_send_reminders};
use crate::bookings::renewal_nudge::jobs::{NUDGE_RENEWAL, run_nudge_renewal};
use crate::bookings::running::jobs::{DECIDE_RUNNING, run_decide_running};
use crate::in_house::jobs as in_house;
use crate::jobs::schedule::Scheduled;
use crate::jobs::{ClaimedJob, JobOutcome, queue};
use crate::kernel::Unexpected;
use crate::members::addresses::{CARRY_OUT_ADDRESS_CHANGES, run_carry_out_address_changes};
use crate::members::applications::jobs as applications;
use crate::members::exports::jobs as exports;
use crate::members::imports::jobs as imports;
use crate::members::jobs as members;
use crate::members::membership::jobs as membership;
use crate::members::registrations::{DROP_OLD_REGISTRATION_LISTS, run_drop_old_registration_lists};
use crate::members::search::jobs::{REINDEX_PEOPLE, run_reindex_people};
use crate::notifications::deliver::ADDRESS_FAILED;
use crate::notifications::jobs as mail;
use crate::payments::checkouts::CHECK_CHECKOUT;
use crate::payments::customers::CUSTOMER_DECIDED;
use crate::payments::invoices::jobs as invoices;
use crate::payments::payouts::{RECONCILE_PAYOUTS, run_reconcile_payouts};
use crate::payments::reconcile::RECONCILE_PAYMENTS;
use crate::payments::record_bank_payment::SETTLE_PAYMENT;
use crate::payments::refunds::{REMIND_OF_REFUNDS, RETRY_REFUND, SEND_REFUND, TELL_OF_REFUND, run_remind_of_refunds};
use crate::payments::webhooks::PROCESS_WEBHOOK;
use crate::site::money_reports::{RECOGNISE_INCOME, run_recognise_income};
use crate::{idempotency, limits, person_registry};

mod money;

/// The name of the job that forgets what only mattered for a while.
const TIDY_QUEUE: &str = "tidy_queue";

/// The name of the job that seals with the key in force what the key before it sealed.
const SEAL_ANEW: &str = "seal_anew";

/// Jobs that come round by themselves.
pub const SCHEDULE: &[Scheduled] = &[
    Scheduled { name: bookings::END_FORGOTTEN_HOLDS, every: Duration::minutes(15) },
    Scheduled { name: place_changes::END_FORGOTTEN_CHANGES, every: Duration::minutes(15) },
    Scheduled { name: bookings::TEND_WAITING_LISTS, every: Duration::seconds(30) },
    Scheduled { name: bookings::FORGET_OLD_WAITING_LISTS, every: Duration::hours(24) },
    Scheduled { name: bookings::WIPE_ABANDONED, every: Duration::hours(1) },
    Scheduled { name: CHASE_NAMES, every: Duration::hours(1) },
    Scheduled { name: DECIDE_RUNNING, every: Duration::minutes(1) },
    Scheduled { name: SEND_REMINDERS, every: Duration::minutes(2) },
    Scheduled { name: FORGET_NEEDS, every: Duration::hours(1) },
    Scheduled { name: in_house::TEND_IN_HOUSE, every: Duration::hours(1) },
    Scheduled { name: members::FORGET_OLD_SIGN_INS, every: Duration::hours(24) },
    Scheduled { name: REINDEX_PEOPLE, every: Duration::hours(24) },
    Scheduled { name: membership::EXPIRE_ORDERS, every: Duration::hours(1) },
    Scheduled { name: membership::REMIND_UNPAID, every: Duration::hours(24) },
    Scheduled { name: membership::REMIND_RENEWALS, every: Duration::hours(24) },
    Scheduled { name: applications::TEND_DRAFTS, every: Duration::hours(24) },
    Scheduled { name: CARRY_OUT_ADDRESS_CHANGES, every: Duration::hours(1) },
    Scheduled { name: invoices::REMIND_INVOICES, every: Duration::hours(24) },
    Scheduled { name: RECONCILE_PAYMENTS, every: Duration::minutes(5) },
    Scheduled { name: RECONCILE_PAYOUTS, every: Duration::hours(24) },
    Scheduled { name: REMIND_OF_REFUNDS, every: Duration::hours(24) },
    Scheduled { name: RECOGNISE_INCOME, every: Duration::hours(1) },
    Scheduled { name: SEAL_AUDIT, every: Duration::minutes(10) },
    Scheduled { name: TIDY_QUEUE, every: Duration::hours(6) },
    Scheduled { name: SEAL_ANEW, every: Duration::hours(24) },
    Scheduled { name: exports::FORGET_OLD_EXPORTS, every: Duration::hours(6) },
    Scheduled { name: imports::FORGET_OLD_IMPORTS, every: Duration::hours(24) },
    Scheduled { name: DROP_OLD_REGISTRATION_LISTS, every: Duration::hours(24) },
    Scheduled { name: mail::WIPE_OLD_MESSAGES, every: Duration::hours(24) },
];

/// Runs `job` with the handler of its name.
pub fn run(app: Arc<App>, job: ClaimedJob) -> LocalBoxFuture<'static, Result<JobOutcome, Unexpected>> {
    Box::pin(async move {
        match job.name.as_str() {
            bookings::END_HOLD => bookings::run_end_hold(&app, &job).await,
            bookings::END_FORGOTTEN_HOLDS => bookings::run_end_forgotten_holds(&app).await,
            bookings::GIVE_DIFFERENCES => bookings::run_give_differences(&app, &job).await,
            bookings::CLOSE_PAYMENT_PAGE => bookings::run_close_payment_page(&app, &job).await,
            bookings::CANCEL_EVENT_BOOKINGS => bookings::run_cancel_event_bookings(&app, &job).await,
            place_changes::END_CHANGE => place_changes::run_end_change(&app, &job).await,
            place_changes::LEAVE_CHANGE => place_changes::run_leave_change(&app, &job).await,
            place_changes::END_FORGOTTEN_CHANGES => place_changes::run_end_forgotten_changes(&app).await,
            event_changes::SEND_CHANGE_NOTICES => event_changes::run_send_change_notices(&app, &job).await,
            bookings::TEND_WAITING_LISTS => bookings::run_tend_waiting_lists(&app).await,
            bookings::FORGET_OLD_WAITING_LISTS => bookings::run_forget_old_waiting_lists(&app).await,
            bookings::WIPE_ABANDONED => bookings::run_wipe_abandoned(&app).await,
            CHASE_NAMES => run_chase_names(&app).await,
            SEND_REMINDERS => run_send_reminders(&app).await,
            DECIDE_RUNNING => run_decide_running(&app).await,
            ADDRESS_FAILED => run_address_failed(&app, &job).await,
            NUDGE_RENEWAL => run_nudge_renewal(&app, &job).await,
            FORGET_NEEDS => run_forget_needs(&app).await,
            in_house::TEND_IN_HOUSE => in_house::run_tend_in_house(&app).await,
            members::FORGET_OLD_SIGN_INS => members::run_forget_old_sign_ins(&app).await,
            membership::EXPIRE_ORDERS => membership::run_expire_orders(&app).await,
            membership::REMIND_UNPAID => membership::run_remind_unpaid(&app).await,
            membership::REMIND_RENEWALS => membership::run_remind_renewals(&app).await,
            membership::CLOSE_ORDER_PAGE => membership::run_close_order_page(&app, &job).await,
            REINDEX_PEOPLE => run_reindex_people(&app).await,
            applications::TEND_DRAFTS => applications::run_tend_drafts(&app).await,
            CARRY_OUT_ADDRESS_CHANGES => run_carry_out_address_changes(&app).await,
            PROCESS_WEBHOOK => money::process_webhook(&app, &job).await,
            CHECK_CHECKOUT => money::check_checkout(&app, &job).await,
            SEND_REFUND => money::send_refund(&app, &job).await,
            RETRY_REFUND => money::retry_refund(&app, &job).await,
            REMIND_OF_REFUNDS => run_remind_of_refunds(&app).await,
            TELL_OF_REFUND => money::tell_of_refund(&app, &job).await,
            SETTLE_PAYMENT => money::settle_payment(&app, &job).await,
            RECONCILE_PAYMENTS => money::reconcile_payments(&app).await,
            RECONCILE_PAYOUTS => run_reconcile_payouts(&app).await,
            CUSTOMER_DECIDED => crate::bookings::invoicing::run_customer_decided(&app, &job).await,
            invoices::SEND_INVOICE_LETTER => invoices::run_send_invoice_letter(&app, &job).await,
            invoices::REMIND_INVOICES => invoices::run_remind_invoices(&app).await,
            RECOGNISE_INCOME => run_recognise_income(&app).await,
            mail::DELIVER_MESSAGE => mail::run_deliver_message(&app, &job).await,
            mail::WIPE_OLD_MESSAGES => mail::run_wipe_old_messages(&app).await,
            SEAL_AUDIT => run_seal_audit(&app).await,
            exports::WRITE_MEMBER_EXPORT => exports::run_write_member_export(&app, &job).await,
            exports::FORGET_OLD_EXPORTS => exports::run_forget_old_exports(&app).await,
            imports::CHECK_IMPORT => imports::run_check_import(&app, &job).await,
            imports::WRITE_IMPORT => imports::run_write_import(&app, &job).await,
            imports::UNDO_IMPORT => imports::run_undo_import(&app, &job, &person_registry::pointers()).await,
            imports::WELCOME_IMPORTED => imports::run_welcome_imported(&app, &job).await,
            imports::FORGET_OLD_IMPORTS => imports::run_forget_old_imports(&app).await,
            DROP_OLD_REGISTRATION_LISTS => run_drop_old_registration_lists(&app).await,
            TIDY_QUEUE => run_tidy_queue(&app).await,
            SEAL_ANEW => run_seal_anew(&app).await,
            _ => Ok(JobOutcome::GiveUp(format!("no job is called {}", job.name))),
        }
    })
}

/// Nothing to do while the settings name one key only.
async fn run_seal_anew(app: &App) -> Result<JobOutcome, Unexpected> {
    let seeds = crate::members::factors::seal_seeds_anew(app).await?;
    let needs = seal_needs_anew(app).await?;
    if seeds + needs > 0 {
        tracing::info!(seeds, needs, "sealed with the new key");
    }
    Ok(JobOutcome::Done)
}

/// Forgets what only mattered for a while: finished jobs, idempotency keys, windows of rate limits, workers long gone.
async fn run_tidy_queue(app: &App) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            queue::delete_finished(tx, now - Duration::days(14)).await?;
            queue::delete_silent_workers(tx, now - Duration::days(1)).await?;
            idempotency::delete_old(tx, now - Duration::days(30)).await?;
            limits::delete_old(tx, now - Duration::days(2)).await
        })
        .await?;
    app.db.refresh_statistics().await?;
    Ok(JobOutcome::Done)
}
