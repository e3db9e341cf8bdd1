//! Refunds that do not arrive (REF-11): told, tried again, then an officer's.

use chrono::Duration;
use nairo::payments::refunds::{PayByHand, PayByHandError, RefundState, pay_by_hand, retry_now};
use nairo::stripe_sandbox::{RefundOutcome, RefundStatus};

use crate::support::spawn_app;

const OFFICE: &str = "office@example.org";
const PAYER: &str = "payer@example.org";

#[actix_web::test]
async fn a_failure_is_told_within_the_hour_and_tried_again_the_next_day() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];

    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    let mail = app.mail();
    assert_eq!(mail.to(OFFICE).subject, "A refund of £50 failed");
    mail.to(OFFICE).assert_says("the payer's bank declined it").assert_says("It will be tried again in a day");
    assert_eq!(mail.to(PAYER).subject, "Your refund of £50 is delayed");
    mail.to(PAYER).assert_says("There is nothing you need to do");
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.refunded.get(), money.refund_pending.get()), (0, 5_000));

    app.stripe.set_refund_outcome(RefundOutcome::Succeed);
    app.advance(Duration::hours(23));
    app.settle().await;
    assert_eq!(app.refund_state(refund).await, RefundState::Failed, "not before a day is over");
    app.advance(Duration::hours(2));
    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.account("stripe_clearing").await, 0);
    assert_eq!(app.stripe.refunds().len(), 2, "the second try is a new refund under a new key");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn after_three_more_days_it_is_an_officers_who_pays_it_once() {
    let app = spawn_app().await;
    let officer = app.admin().await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    for _ in 0..5 {
        app.advance(Duration::hours(25));
        app.settle().await;
    }

    assert_eq!(app.refund_state(refund).await, RefundState::Manual);
    assert_eq!(app.stripe.refunds().len(), 4, "once, and once a day for three days");
    let mail = app.mail();
    let to_payer = mail.lines().iter().filter(|line| line.starts_with(PAYER)).count();
    assert_eq!(to_payer, 1, "the payer is told once");
    assert!(mail.lines().iter().any(|line| line.starts_with(OFFICE)));

    let by_hand = || PayByHand { refund_id: refund, bank_reference: "NAIRO REFUND 7".to_owned(), paid_by: officer.id };
    pay_by_hand(&app.state, by_hand()).await.unwrap();
    let again = pay_by_hand(&app.state, by_hand()).await;
    app.run_jobs().await;

    assert!(matches!(again, Err(PayByHandError::NotWaiting)), "{again:?}");
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!((app.account("bank").await, app.account("stripe_clearing").await), (-5_000, 5_000));
    assert_eq!(app.money_of(paid.charge.id).await.refunded.get(), 5_000);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_success_that_fails_later_brings_the_money_back_into_the_books() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    assert_eq!(app.account("stripe_clearing").await, 0);

    let stripe_id = app.stripe.refunds()[0].id.clone();
    app.stripe.finish_refund(&stripe_id, RefundStatus::Failed);
    app.settle().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    assert_eq!((app.account("stripe_clearing").await, app.account("refunds_payable").await), (5_000, -5_000));
    let money = app.money_of(paid.charge.id).await;
    assert_eq!((money.refunded.get(), money.refund_pending.get()), (0, 5_000));
    app.mail().to(OFFICE).assert_says("did not reach the payer");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn an_officer_may_send_it_again_at_once() {
    let app = spawn_app().await;
    let officer = app.admin().await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    app.stripe.set_refund_outcome(RefundOutcome::Succeed);

    let sent = retry_now(&app.state, refund, officer.id).await.unwrap();
    let again = retry_now(&app.state, refund, officer.id).await.unwrap();
    app.settle().await;
    app.advance(Duration::days(2));
    app.settle().await;

    assert_eq!((sent, again), (true, false));
    assert_eq!(app.refund_state(refund).await, RefundState::Succeeded);
    assert_eq!(app.stripe.refunds().len(), 2, "the daily job found nothing left to do");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refusal_by_stripe_is_a_failure_with_its_reason() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    super::refunds::refund_in_dashboard(&app, &paid, 5_000).await;
    app.stripe.drop_webhooks();

    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.run_jobs().await;

    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    let why = app.refund_row(refund).await.last_error.unwrap_or_default();
    assert!(why.contains("charge_already_refunded"), "{why}");
    app.ignore_mail();
    app.stripe.drop_webhooks();
}
