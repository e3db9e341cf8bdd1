//! With every webhook lost the outcome is the same.

use chrono::Duration;
use nairo::payments::refunds::RefundState;
use nairo::stripe_sandbox::{Fault, RefundOutcome, RefundStatus};

use crate::support::{TestApp, spawn_app};

/// Loses what Stripe says, lets six minutes pass, and runs what is due.
async fn five_minutes_later(app: &TestApp) {
    app.stripe.drop_webhooks();
    app.advance(Duration::minutes(6));
    app.run_jobs().await;
    app.stripe.drop_webhooks();
}

#[actix_web::test]
async fn a_payment_nobody_told_us_of_is_found() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    let session = app.open_page(&charge).await;
    app.stripe.pay(&session).await.unwrap();

    five_minutes_later(&app).await;
    five_minutes_later(&app).await;

    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_payment_on_a_page_whose_opening_was_never_answered_is_found() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.stripe.fail_next_on("POST /v1/checkout/sessions", Fault::AnswerLost);
    app.try_open_page(&charge).await.unwrap_err();
    let session = app.stripe.sessions()[0].id.clone();
    app.stripe.pay(&session).await.unwrap();

    five_minutes_later(&app).await;

    assert_eq!(app.payments_of(charge.id).await.len(), 1);
    assert_eq!(app.stripe.sessions().len(), 1, "the same key gave the same session");
}

#[actix_web::test]
async fn a_page_that_ran_out_is_closed_here_too() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.open_page(&charge).await;

    app.advance(Duration::minutes(36));
    five_minutes_later(&app).await;

    let live = nairo::payments::queries::live_checkout(app.state.db.reader(), charge.id).await.unwrap();
    assert_eq!(live, None);
}

#[actix_web::test]
async fn a_page_that_stripe_never_opened_is_closed_after_its_time() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    app.stripe.fail_next_on("POST /v1/checkout/sessions", Fault::Reset);
    app.try_open_page(&charge).await.unwrap_err();

    app.advance(Duration::minutes(40));
    five_minutes_later(&app).await;

    let live = nairo::payments::queries::live_checkout(app.state.db.reader(), charge.id).await.unwrap();
    assert_eq!(live, None);
    assert!(app.stripe.sessions().is_empty(), "too late to be opened, so nothing was");
}

#[actix_web::test]
async fn a_refund_whose_end_nobody_told_us_of_is_found() {
    for (end, wanted) in
        [(RefundStatus::Succeeded, RefundState::Succeeded), (RefundStatus::Failed, RefundState::Failed)]
    {
        let app = spawn_app().await;
        let paid = app.pay_by_card(&[5_000]).await;
        app.stripe.set_refund_outcome(RefundOutcome::Pending);
        let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
        app.run_jobs().await;
        let stripe_id = app.stripe.refunds()[0].id.clone();
        app.stripe.finish_refund(&stripe_id, end);

        five_minutes_later(&app).await;

        assert_eq!(app.refund_state(refund).await, wanted);
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn a_success_that_failed_later_is_learnt_from_the_list_of_events() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    let refund = app.credit_and_refund(&paid, 5_000, "cancel:1").await[0];
    app.settle().await;
    let stripe_id = app.stripe.refunds()[0].id.clone();
    app.stripe.finish_refund(&stripe_id, RefundStatus::Failed);

    five_minutes_later(&app).await;

    assert_eq!(app.refund_state(refund).await, RefundState::Failed);
    assert_eq!(app.money_of(paid.charge.id).await.refunded.get(), 0);
    app.ignore_mail();
}

#[actix_web::test]
async fn a_refund_made_in_the_dashboard_is_learnt_from_the_list_of_events() {
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;
    super::refunds::refund_in_dashboard(&app, &paid, 2_000).await;

    five_minutes_later(&app).await;

    assert_eq!(app.all_refunds().await.len(), 1);
    assert_eq!(app.account("stripe_clearing").await, 3_000);
}

#[actix_web::test]
async fn stripe_out_of_reach_is_borne() {
    let app = spawn_app().await;
    let charge = app.raise(&[5_000]).await;
    let session = app.open_page(&charge).await;
    app.stripe.pay(&session).await.unwrap();
    for _ in 0..5 {
        app.stripe.fail_next(Fault::Reset);
    }

    five_minutes_later(&app).await;
    five_minutes_later(&app).await;
    five_minutes_later(&app).await;

    assert_eq!(app.payments_of(charge.id).await.len(), 1);
}

#[actix_web::test]
async fn old_messages_lose_their_bodies_and_keep_their_outcome() {
    use sea_orm::EntityTrait;
    let app = spawn_app().await;
    let paid = app.pay_by_card(&[5_000]).await;

    app.advance(Duration::days(91));
    five_minutes_later(&app).await;

    let events = entity::webhook_event::Entity::find().all(app.state.db.reader()).await.unwrap();
    assert!(!events.is_empty() && events.iter().all(|event| event.body.is_empty()), "{events:?}");
    assert!(events.iter().all(|event| event.outcome.is_some()));
    assert_eq!(app.payments_of(paid.charge.id).await.len(), 1);
}
