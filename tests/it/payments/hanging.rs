//! Stripe takes longer over an answer than we wait for it (R10): one object for one intention, and nobody is told of a failure that
//! is none.

use std::collections::BTreeSet;
use std::time::Duration;

use nairo::kernel::Role;
use nairo::payments::refunds::RefundState;
use nairo::stripe_sandbox::Fault;

use crate::bookings::shop::course;
use crate::support::work::until;
use crate::support::{TestApp, spawn_app};

const SESSIONS: &str = "/v1/checkout/sessions";
const REFUNDS: &str = "/v1/refunds";

/// A little longer than a test's product waits (5 seconds).
const A_LITTLE_TOO_LONG: Duration = Duration::from_secs(8);
/// As long as the rule says.
const FAR_TOO_LONG: Duration = Duration::from_secs(30);

/// The keys under which Stripe was asked to make something.
fn keys_of(app: &TestApp, path: &str) -> BTreeSet<Option<String>> {
    let calls = app.stripe.requests().into_iter().filter(|call| call.method == "POST" && call.path == path);
    calls.map(|call| call.idempotency_key).collect()
}

async fn opening_hangs(wait: Duration) {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    app.stripe.fail_next_on(&format!("POST {SESSIONS}"), Fault::Hang(wait));

    let booked = event.book(&visitor, &["Asha Verma"]).await;
    let manage = app.page_of(&app.last_booking().await);
    assert_eq!(booked.assert_status(303).header("location"), manage, "to the booking's own page, not to an error");
    let waiting = visitor.get(&manage).await;
    waiting.assert_has("Your places are kept, not yet paid").assert_has("never charged twice");
    let pay = waiting.form(&format!("{manage}/payment"));
    // Stripe is still at it, and says so of the key; or it is done by now.
    visitor.submit_once(pay.clone()).await.assert_status(303);
    visitor.get(&manage).await.assert_has("Your places are kept, not yet paid");
    until("Stripe has opened the page", || app.stripe.sessions().len() == 1).await;
    let again = visitor.submit_once(pay).await;
    app.pay(&again).await;
    app.settle().await;

    visitor.get(&manage).await.assert_has("You are booked");
    assert_eq!((app.stripe.sessions().len(), keys_of(&app, SESSIONS).len()), (1, 1), "one page, under one key");
    app.ignore_mail();
}

async fn refunding_hangs(wait: Duration) {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.stripe.fail_next_on(&format!("POST {REFUNDS}"), Fault::Hang(wait));

    app.run_jobs_that_may_fail().await;
    let unknown = treasurer.get(&format!("/admin/money/charges/{}", paid.charge.reference)).await;
    until("Stripe has made the refund", || app.stripe.refunds().len() == 1).await;
    let before = app.refund_state(refund).await;
    app.advance(chrono::Duration::minutes(5));
    app.settle().await;

    unknown.assert_has("Being sent").assert_lacks("Failed");
    assert_eq!((before, app.refund_state(refund).await), (RefundState::Approved, RefundState::Succeeded));
    assert_eq!((app.stripe.refunds().len(), keys_of(&app, REFUNDS).len()), (1, 1), "one refund, under one key");
    assert_eq!(app.account("stripe_clearing").await, 0);
    app.mail().assert_none();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn r10_a_payment_page_that_takes_too_long_is_opened_once_and_the_buyer_keeps_the_places() {
    opening_hangs(A_LITTLE_TOO_LONG).await;
}

#[actix_web::test]
async fn r10_a_refund_that_takes_too_long_is_made_once_and_nobody_hears_of_a_failure() {
    refunding_hangs(A_LITTLE_TOO_LONG).await;
}

#[actix_web::test]
#[ignore = "half a minute of waiting; scripts/check --long runs it"]
async fn r10_thirty_seconds_without_a_payment_page() {
    opening_hangs(FAR_TOO_LONG).await;
}

#[actix_web::test]
#[ignore = "half a minute of waiting; scripts/check --long runs it"]
async fn r10_thirty_seconds_without_a_refund() {
    refunding_hangs(FAR_TOO_LONG).await;
}
