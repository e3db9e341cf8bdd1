//! Refunds: in parts, never beyond what was paid, and what the bank makes of them.

use stripe_core::refund::{ListRefund, RetrieveRefund};

use super::support::{refusal, world};
use crate::kernel::money::Pence;
use crate::stripe_sandbox::{RefundOutcome, RefundStatus};

#[tokio::test]
async fn the_real_client_refunds_in_parts_and_finds_them_by_payment() {
    let world = world().await;
    let (_, payment) = world.paid().await;

    let first = world.refund(&payment, 4000, "refund-1").await.unwrap();
    world.refund(&payment, 5000, "refund-2").await.unwrap();
    let one = RetrieveRefund::new(first.id).send(&world.client).await.unwrap();
    let all = ListRefund::new().payment_intent(payment.as_str()).limit(100).send(&world.client).await.unwrap();

    assert_eq!((one.amount, one.status.as_deref()), (4000, Some("succeeded")));
    assert_eq!(all.data.iter().map(|refund| refund.amount).collect::<Vec<_>>(), [5000, 4000]);
    assert_eq!(world.stripe.total_refunded(), Pence::new(9000));
}

#[tokio::test]
async fn never_more_than_was_paid() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.refund(&payment, 4000, "refund-1").await.unwrap();

    let (status, error) = refusal(world.refund(&payment, 5001, "refund-2").await);
    world.refund(&payment, 5000, "refund-3").await.unwrap();
    let (_, nothing_left) = refusal(world.refund(&payment, 1, "refund-4").await);

    assert_eq!((status, error.param.as_deref()), (400, Some("amount")));
    assert_eq!(nothing_left.code.unwrap().as_str(), "charge_already_refunded");
    assert_eq!(world.stripe.total_refunded(), world.stripe.total_charged());
}

#[tokio::test]
async fn an_unpaid_session_has_nothing_to_refund() {
    let world = world().await;
    let session = world.open().await;
    world.stripe.decline(&session.id).unwrap();
    let payment = world.stripe.sessions()[0].payment_intent.clone().unwrap();

    let (declined, _) = refusal(world.refund(&payment, 100, "refund-1").await);
    let (unknown, _) = refusal(world.refund("pi_none", 100, "refund-2").await);

    assert_eq!((declined, unknown), (400, 404));
}

#[tokio::test]
async fn a_pending_refund_ends_when_the_bank_says_so() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.stripe.set_refund_outcome(RefundOutcome::Pending);
    let refund = world.refund(&payment, 9000, "refund-1").await.unwrap();
    world.stripe.drop_webhooks();

    let is_done = world.stripe.finish_refund(&refund.id, RefundStatus::Succeeded);
    let is_done_again = world.stripe.finish_refund(&refund.id, RefundStatus::Succeeded);

    assert_eq!(refund.status.as_deref(), Some("pending"));
    assert!(is_done && !is_done_again);
    assert_eq!(world.stripe.refunds()[0].status, RefundStatus::Succeeded);
    assert_eq!(world.stripe.pending_webhooks()[0].kind, "refund.updated");
}

#[tokio::test]
async fn a_refund_that_succeeded_may_fail_later_and_the_money_is_back() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    let refund = world.refund(&payment, 9000, "refund-1").await.unwrap();
    world.stripe.drop_webhooks();

    world.stripe.finish_refund(&refund.id, RefundStatus::Failed);

    let kinds: Vec<_> = world.stripe.pending_webhooks().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["refund.updated", "refund.failed"]);
    assert_eq!(world.stripe.total_refunded(), Pence::ZERO);
    assert!(world.refund(&payment, 9000, "refund-2").await.is_ok());
}

#[tokio::test]
async fn a_refund_can_fail_at_once() {
    let world = world().await;
    let (_, payment) = world.paid().await;
    world.stripe.drop_webhooks();
    world.stripe.set_refund_outcome(RefundOutcome::Fail);

    let refund = world.refund(&payment, 9000, "refund-1").await.unwrap();

    let kinds: Vec<_> = world.stripe.pending_webhooks().into_iter().map(|event| event.kind).collect();
    assert_eq!(refund.status.as_deref(), Some("failed"));
    assert_eq!(kinds, ["refund.created", "refund.failed"]);
    assert_eq!(world.stripe.total_refunded(), Pence::ZERO);
}

#[tokio::test]
async fn any_row_of_refunds_gives_back_at_most_what_was_paid() {
    let world = world().await;
    let (_, payment) = world.paid().await;

    for (number, pence) in (1..).zip([1, 2999, 4501, 1600, 1, 1500, 400, 399, 9000, 698, 1]) {
        // Some are refused; that is the point.
        let _ = world.refund(&payment, pence, &format!("refund-{number}")).await;
        assert!(world.stripe.total_refunded() <= world.stripe.total_charged());
    }

    assert_eq!(world.stripe.total_refunded(), Pence::new(9000));
}
