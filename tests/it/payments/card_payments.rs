//! Money by card: once, whatever happens to the messages that tell of it.

use nairo::payments::OpenCheckoutError;
use nairo::payments::checkouts::CheckoutsEnded;
use nairo::payments::end_checkouts;
use nairo::stripe_sandbox::{Fault, WebhookTiming};

use crate::support::spawn_app;

const OPEN: &str = "POST /v1/checkout/sessions";

#[actix_web::test]
async fn a_payment_is_written_down_once_and_set_against_its_charge() {
    let app = spawn_app().await;

    let paid = app.pay_by_card(&[5_000, 9_000]).await;

    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.charged.get(), money.paid.get(), money.outstanding.get()), (14_000, 14_000, 0));
    assert_eq!(app.account("stripe_clearing").await, 14_000);
    assert_eq!(app.account("deferred_income").await, -14_000);
    assert_eq!(app.account("on_account").await, 0);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn the_same_message_twice_or_ten_times_is_one_payment() {
    for times in [2, 10] {
        let app = spawn_app().await;
        let charge = app.raise(&[5_000]).await;
        let session = app.open_page(&charge).await;
        app.stripe.pay_with_webhook(&session, WebhookTiming::Twice).unwrap();
        let event = app.stripe.pending_webhooks()[0].id.clone();
        for _ in 2..times {
            app.stripe.duplicate(&event);
        }

        app.settle().await;

        assert_eq!(app.payments_of(charge.id).await.len(), 1, "{times} times");
        assert_eq!(app.account("stripe_clearing").await, 5_000);
    }
}

#[actix_web::test]
async fn the_end_of_a_page_told_after_its_payment_changes_nothing() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    let session = app.open_page(&charge).await;
    app.stripe.pay(&session).await.unwrap();
    app.settle().await;
    let object = serde_json::json!({ "id": session, "object": "checkout.session", "status": "expired" });
    let late = app.stripe.make_event_payload("checkout.session.expired", object);

    let visitor = app.visitor();
    let request = visitor.request(reqwest::Method::POST, "/webhooks/stripe");
    let signed = request.header("stripe-signature", app.stripe.sign(&late, app.now())).body(late);
    visitor.send(signed).await.assert_status(200);
    app.run_jobs().await;

    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    assert_eq!(app.account("stripe_clearing").await, 5_000);
}

#[actix_web::test]
async fn a_page_whose_opening_was_never_answered_can_be_paid_all_the_same() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.stripe.fail_next_on(OPEN, Fault::AnswerLost);

    let first = app.try_open_page(&charge).await;
    let session = app.stripe.sessions()[0].id.clone();
    app.stripe.pay(&session).await.unwrap();
    app.settle().await;

    assert!(matches!(first, Err(OpenCheckoutError::NoAnswer)), "{first:?}");
    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    assert_eq!(app.stripe.sessions().len(), 1);
}

#[actix_web::test]
async fn asking_again_after_no_answer_gives_the_one_page() {
    for fault in [Fault::AnswerLost, Fault::Reset, Fault::TooManyRequests, Fault::ServerError(503)] {
        let app = spawn_app().await;
        let charge = app.raise(&[5_000]).await;
        app.stripe.fail_next_on(OPEN, fault);
        let first = app.try_open_page(&charge).await;

        let again = app.try_open_page(&charge).await;

        assert!(matches!(first, Err(OpenCheckoutError::NoAnswer)), "{fault:?}: {first:?}");
        assert!(again.is_ok(), "{fault:?}: {again:?}");
        assert_eq!(app.stripe.sessions().len(), 1, "{fault:?}");
    }
}

#[actix_web::test]
async fn a_failure_that_stripe_would_repeat_for_a_day_does_not_stop_the_buyer() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.stripe.fail_next_on(OPEN, Fault::ServerError(500));
    let first = app.try_open_page(&charge).await;

    let again = app.try_open_page(&charge).await;

    assert!(matches!(first, Err(OpenCheckoutError::NoAnswer)), "{first:?}");
    assert!(again.is_ok(), "{again:?}");
}

#[actix_web::test]
async fn the_open_page_is_handed_out_again_instead_of_a_second_one() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;

    let (first, second) = (app.open_page(&charge).await, app.open_page(&charge).await);

    assert_eq!(first, second);
    assert_eq!(app.stripe.sessions().len(), 1);
}

#[actix_web::test]
async fn an_ended_page_cannot_be_paid_and_one_that_was_paid_says_so() {
    let app = spawn_app().await;
    let (unpaid, paid) = (app.raise(&[5_000]).await, app.raise(&[9_000]).await);
    let (open, payable) = (app.open_page(&unpaid).await, app.open_page(&paid).await);
    app.stripe.pay(&payable).await.unwrap();

    let ended = end_checkouts(&app.state, unpaid.id).await.unwrap();
    let too_late = end_checkouts(&app.state, paid.id).await.unwrap();

    assert_eq!((ended, too_late), (CheckoutsEnded::AllEnded, CheckoutsEnded::PaidMeanwhile));
    assert!(app.stripe.pay(&open).await.is_err());
    app.stripe.drop_webhooks();
    app.run_jobs().await;
    assert_eq!(app.payments_of(paid.id).await.len(), 1, "the job brought the money in without a webhook");
    assert_eq!(end_checkouts(&app.state, paid.id).await.unwrap(), CheckoutsEnded::AllEnded);
}

#[actix_web::test]
async fn stripe_out_of_reach_is_said_when_a_page_is_to_be_ended() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.open_page(&charge).await;
    app.stripe.fail_next(Fault::Reset);

    let silent = end_checkouts(&app.state, charge.id).await.unwrap();
    let answered = end_checkouts(&app.state, charge.id).await.unwrap();

    assert_eq!((silent, answered), (CheckoutsEnded::NoAnswer, CheckoutsEnded::AllEnded));
    app.settle().await;
}
