//! Trouble on request, as the real client meets it.

use std::time::Duration;

use stripe::{StripeError, StripeRequest};

use super::support::{refusal, under, world};
use crate::stripe_sandbox::Fault;

#[tokio::test]
async fn a_reset_does_nothing_and_is_over_after_one_call() {
    let world = world().await;
    world.stripe.fail_next(Fault::Reset);

    let reset = world.two_places().send(&world.client).await;
    let after = world.two_places().send(&world.client).await;

    assert!(matches!(reset, Err(StripeError::ClientError(_))), "{reset:?}");
    assert!(after.is_ok());
    assert_eq!(world.stripe.sessions().len(), 1);
    assert_eq!(world.stripe.requests()[0].status, None);
}

#[tokio::test]
async fn too_many_requests_is_a_429_that_keeps_nothing() {
    let world = world().await;
    world.stripe.fail_next(Fault::TooManyRequests);
    let create = || world.two_places().customize().request_strategy(under("checkout:42:1"));

    let (status, _) = refusal(create().send(&world.client).await);

    assert_eq!(status, 429);
    assert!(create().send(&world.client).await.is_ok());
}

#[tokio::test]
async fn a_fault_waits_for_its_own_place() {
    let world = world().await;
    world.stripe.fail_next_on("/v1/refunds", Fault::Reset);

    let (_, payment) = world.paid().await;
    let refund = world.refund(&payment, 100, "refund-1").await;

    assert!(refund.is_err());
}

#[tokio::test]
async fn a_hanging_call_is_done_after_the_caller_gave_up() {
    let world = world().await;
    world.stripe.fail_next(Fault::Hang(Duration::from_millis(800)));
    let create = || world.two_places().customize().request_strategy(under("checkout:42:1"));

    let gave_up = create().send(&world.client).await;
    let (meanwhile, _) = refusal(create().send(&world.client).await);
    tokio::time::sleep(Duration::from_millis(800)).await;
    let afterwards = create().send(&world.client).await.unwrap();

    assert!(matches!(gave_up, Err(StripeError::Timeout)), "{gave_up:?}");
    assert_eq!(meanwhile, 409);
    assert_eq!(world.stripe.sessions()[0].id, afterwards.id.as_str());
    assert_eq!(world.stripe.sessions().len(), 1);
}
