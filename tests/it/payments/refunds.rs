//! Refunds that go well: once, never more than was paid, back to where the money came from.

use nairo::payments::refunds::RefundState;
use nairo::stripe_sandbox::{Fault, RefundOutcome, RefundStatus};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use super::till::Paid;
use crate::support::{TestApp, spawn_app};

const REFUNDS: &str = "POST /v1/refunds";

/// An officer gives money back in Stripe's dashboard.
pub async fn refund_in_dashboard(app: &TestApp, paid: &Paid, pence: i64) {
    let sessions = app.stripe.sessions();
    let session = sessions.iter().find(|session| session.id == paid.session).unwrap();
    refund_intent(app, &session.payment_intent.clone().unwrap(), pence).await;
}

/// The same for Stripe's id of a payment.
pub async fn refund_intent(app: &TestApp, payment_intent: &str, pence: i64) {
    let body = format!("payment_intent={payment_intent}&amount={pence}");
    let request = reqwest::Client::new()
        .post(format!("{}v1/refunds", app.stripe.base_url()))
        .header(AUTHORIZATION, format!("Bearer {}", app.state.settings.stripe_secret_key.clone().unwrap()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    assert!(request.send().await.unwrap().status().is_success());
}

#[actix_web::test]
async fn a_refund_goes_back_once_and_every_penny_is_in_the_ledger() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000, 9_000]).await;

    let first = app.credit_and_refund(&paid, 5_000, "cancel:1").await;
    let again = app.credit_and_refund(&paid, 5_000, "cancel:1").await;
    app.settle().await;

    assert_eq!((first.len(), &first), (1, &again));
    assert_eq!(app.refund_state(first[0]).await, RefundState::Succeeded);
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.credited.get(), money.refunded.get(), money.outstanding.get()), (5_000, 5_000, 0));
    assert_eq!(app.account("stripe_clearing").await, 9_000);
    assert_eq!(app.account("refunds_payable").await, 0);
    assert_eq!(app.stripe.refunds().len(), 1);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_line_cannot_go_back_twice_under_two_names() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000, 9_000]).await;

    app.credit_and_refund(&paid, 5_000, "cancel:1").await;
    let second = app.credit_and_refund(&paid, 5_000, "cancel:2").await;
    app.settle().await;

    assert!(second.is_empty(), "nothing was credited a second time, so nothing goes back");
    assert_eq!(app.account("stripe_clearing").await, 9_000);
}

#[actix_web::test]
async fn what_nobody_paid_cannot_go_back() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    let unpaid = Paid { charge, payment_id: 0, session: String::new() };

    let refunds = app.credit_and_refund(&unpaid, 5_000, "cancel:1").await;

    assert!(refunds.is_empty());
    assert_eq!(app.money_of(unpaid.charge.id).await.outstanding.get(), 0);
}

#[actix_web::test]
async fn a_part_payment_pays_for_what_is_kept_before_anything_goes_back() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000, 5_000]).await;
    let later = app.raise(&[1]).await;
    drop(later);
    let half = app.raise(&[5_000, 5_000]).await;
    let half_paid = Paid { charge: half, payment_id: paid.payment_id, session: paid.session.clone() };
    app.record_from_bank(&half_paid, 5_000).await;

    let refunds = app.credit_and_refund(&half_paid, 5_000, "cancel:1").await;

    assert!(refunds.is_empty(), "the £50 that came pays for the line that is kept");
    assert_eq!(app.money_of(half_paid.charge.id).await.outstanding.get(), 0);
}

#[actix_web::test]
async fn a_second_payment_goes_back_once() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let first_page = paid.session.clone();
    let second_page = app.open_page(&paid.charge).await;
    assert_ne!(first_page, second_page);
    app.stripe.pay(&second_page).await.unwrap();
    app.settle().await;
    let second = app.payments_of(paid.charge.id).await[1].id;
    app.set_against(second, paid.charge.id).await;

    let back = app.give_back(second).await;
    let again = app.give_back(second).await;
    app.settle().await;

    assert!(back.is_some() && again.is_none());
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.paid.get(), money.refunded.get(), money.outstanding.get()), (5_000, 0, 0));
    assert_eq!((app.account("stripe_clearing").await, app.account("on_account").await), (5_000, 0));
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn an_answer_that_was_lost_makes_no_second_refund() {
    for fault in [Fault::AnswerLost, Fault::Reset, Fault::TooManyRequests, Fault::ServerError(502)] {
        let app = spawn_app().await;
        let paid = app.pay_by_card(&[5_000]).await;
        let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
        app.stripe.fail_next_on(REFUNDS, fault);

        app.run_jobs_that_may_fail().await;
        assert_ne!(app.refund_state(refund).await, RefundState::Failed, "{fault:?} is not a failure");
        app.advance(chrono::Duration::minutes(1));
        app.settle().await;

        assert_eq!(app.refund_state(refund).await, RefundState::Succeeded, "{fault:?}");
        assert_eq!(app.stripe.refunds().len(), 1, "{fault:?}");
        assert_eq!(app.account("stripe_clearing").await, 0, "{fault:?}");
    }
}

#[actix_web::test]
async fn a_refund_lost_for_more_than_a_day_is_looked_for_before_it_is_sent_again() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 2_000, "cancel:1").await[0];
    app.stripe.fail_next_on(REFUNDS, Fault::AnswerLost);
    app.run_jobs_that_may_fail().await;
    app.stripe.drop_webhooks();

    app.advance(chrono::Duration::hours(30));
    app.run_jobs().await;

    assert_eq!(app.stripe.refunds().len(), 1, "the key was forgotten by Stripe; the list was asked");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
}

#[actix_web::test]
async fn a_failure_that_stripe_repeats_for_a_day_is_waited_out_without_alarm() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.stripe.fail_next_on(REFUNDS, Fault::ServerError(500));

    app.run_jobs().await;
    app.advance(chrono::Duration::hours(12));
    app.run_jobs().await;
    let waiting = app.refund_state(refund).await;
    app.advance(chrono::Duration::hours(14));
    app.settle().await;

    assert_eq!(waiting, RefundState::Approved, "nobody is told of a failure that is none yet");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.stripe.refunds().len(), 1);
}

#[actix_web::test]
async fn a_bank_that_answers_later_is_waited_for() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Pending);
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    let before = (app.refund_state(refund).await, app.money_of(paid.charge.id).await);

    let stripe_id = app.stripe.refunds()[0].id.clone();
    app.stripe.finish_refund(&stripe_id, RefundStatus::Succeeded);
    app.settle().await;

    assert_eq!(before.0, RefundState::Sent);
    assert_eq!((before.1.refunded.get(), before.1.refund_pending.get()), (0, 5_000), "only money gone counts as gone");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.money_of(paid.charge.id).await.refunded.get(), 5_000);
}

#[actix_web::test]
async fn a_refund_made_in_the_dashboard_is_written_down_and_shows_as_owed() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;

    refund_in_dashboard(&app, &paid, 2_000).await;
    app.settle().await;

    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.refunded.get(), money.outstanding.get()), (2_000, 2_000));
    let refunds = app.all_refunds().await;
    assert_eq!((refunds.len(), refunds[0].state.as_str()), (1, "succeeded"));
    assert_eq!(app.account("stripe_clearing").await, 3_000);
    app.assert_books_balance().await;
}
