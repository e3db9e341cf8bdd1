//! Idempotency keys, by Stripe's rules.

use chrono::Duration;
use stripe::StripeRequest;

use super::support::{SECRET_KEY, refusal, under, world};
use crate::kernel::money::Pence;
use crate::stripe_sandbox::Fault;

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_does_nothing_twice() {
    let world = world().await;
    let create = || world.two_places().customize().request_strategy(under("checkout:42:1"));

    let first = create().send(&world.client).await.unwrap();
    let second = create().send(&world.client).await.unwrap();

    assert_eq!(first.id, second.id);
    assert_eq!(world.stripe.sessions().len(), 1);
    let calls = world.stripe.requests();
    assert_eq!(calls.iter().map(|call| call.replayed).collect::<Vec<_>>(), [false, true]);
    assert_eq!(calls[1].idempotency_key.as_deref(), Some("checkout:42:1"));
    assert_eq!(calls[1].field("line_items[0][price_data][unit_amount]"), Some("4500"));
}

#[tokio::test]
async fn a_replay_says_so_in_a_header() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    let ask = || {
        reqwest::Client::new()
            .post(format!("{}v1/refunds", world.stripe.base_url()))
            .bearer_auth(SECRET_KEY)
            .header("idempotency-key", "refund-1")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("payment_intent={payment}&amount=100"))
            .send()
    };

    let first = ask().await.unwrap();
    let second = ask().await.unwrap();

    assert!(!first.headers().contains_key("idempotent-replayed"));
    assert_eq!(second.headers()["idempotent-replayed"], "true");
    assert_eq!(world.stripe.total_refunded(), Pence::new(100));
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.refund(&payment, 100, "refund-1").await.unwrap();

    let (status, error) = refusal(world.refund(&payment, 200, "refund-1").await);

    assert_eq!((status, error.type_.as_str()), (400, "idempotency_error"));
    assert_eq!(world.stripe.total_refunded(), Pence::new(100));
}

#[tokio::test]
async fn a_refusal_after_the_work_began_is_kept_under_its_key() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    refusal(world.refund(&payment, 9001, "refund-1").await);

    refusal(world.refund(&payment, 9001, "refund-1").await);

    assert!(world.stripe.requests().last().unwrap().replayed);
}

#[tokio::test]
async fn a_failed_validation_frees_its_key() {
    let world = world().await;
    let create = |seconds: i64| {
        let session = world.two_places().expires_at(world.now() + seconds);
        session.customize().request_strategy(under("checkout:42:1"))
    };
    refusal(create(60).send(&world.client).await);

    let corrected = create(1860).send(&world.client).await;

    assert!(corrected.is_ok());
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.stripe.fail_next_on("POST /v1/refunds", Fault::AnswerLost);

    let lost = world.refund(&payment, 4500, "refund-1").await;
    let again = world.refund(&payment, 4500, "refund-1").await;

    assert!(lost.is_err());
    assert_eq!(again.unwrap().amount, 4500);
    assert_eq!(world.stripe.refunds().len(), 1);
}

#[tokio::test]
async fn a_500_is_kept_but_a_503_is_not() {
    let world = world().await;
    let (_, payment) = world.paid().await;

    world.stripe.fail_next(Fault::ServerError(500));
    let (first, _) = refusal(world.refund(&payment, 100, "refund-1").await);
    let (replayed, _) = refusal(world.refund(&payment, 100, "refund-1").await);
    world.stripe.fail_next(Fault::ServerError(503));
    let (in_front, _) = refusal(world.refund(&payment, 100, "refund-2").await);
    let after = world.refund(&payment, 100, "refund-2").await;

    assert_eq!((first, replayed, in_front), (500, 500, 503));
    assert!(after.is_ok());
}

#[tokio::test]
async fn after_24_hours_a_key_means_a_new_request() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.refund(&payment, 100, "refund-1").await.unwrap();

    world.clock.advance(Duration::hours(24));
    world.refund(&payment, 100, "refund-1").await.unwrap();

    assert_eq!(world.stripe.refunds().len(), 2);
}
