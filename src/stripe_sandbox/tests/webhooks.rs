//! Webhooks: signed so that the real verifier takes them, delivered, lost, doubled, listed.

use chrono::Duration;
use serde_json::json;
use stripe::StripeRequest;
use stripe_client_core::{RequestBuilder, StripeMethod};
use stripe_core::event::{ListEvent, RetrieveEvent};
use stripe_webhook::{EventObject, Webhook, WebhookError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::support::{WEBHOOK_SECRET, config, free_port, midday, world};
use crate::kernel::clock::{Clock, StoppedClock};
use crate::stripe_sandbox::{RefundStatus, SandboxConfig, SignedEvent, WebhookTiming, start};

/// A shop's endpoint that answers these statuses, one a request, and gives back what it heard.
async fn endpoint(statuses: Vec<u16>) -> (String, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/stripe", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let mut requests = Vec::new();
        for status in statuses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 65_536];
            let mut length = 0;
            while !bytes[..length].ends_with(b"}") {
                length += stream.read(&mut bytes[length..]).await.unwrap();
            }
            stream.write_all(format!("HTTP/1.1 {status} Ok\r\nContent-Length: 0\r\n\r\n").as_bytes()).await.unwrap();
            requests.push(String::from_utf8_lossy(&bytes[..length]).into_owned());
        }
        requests
    });
    (url, heard)
}

fn verified(event: &SignedEvent, at: i64) -> Result<stripe_webhook::Event, WebhookError> {
    Webhook::construct_event_with_timestamp(&event.payload, &event.signature_header, WEBHOOK_SECRET, at)
}

#[tokio::test]
async fn every_event_passes_the_real_verifier_and_reader() {
    let world = world().await;
    let declined = world.open().await;
    world.stripe.decline(&declined.id).unwrap();
    world.stripe.expire(&declined.id).unwrap();
    let (_, payment) = world.paid().await;
    let refund = world.refund(&payment, 4500, "refund-1").await.unwrap();
    world.stripe.finish_refund(&refund.id, RefundStatus::Failed);

    let events = world.stripe.pending_webhooks();
    let objects: Vec<EventObject> =
        events.iter().map(|event| verified(event, world.now()).unwrap().data.object).collect();

    assert!(matches!(&objects[0], EventObject::PaymentIntentPaymentFailed(intent) if intent.amount == 9000));
    assert!(matches!(&objects[1], EventObject::CheckoutSessionExpired(session) if session.id == declined.id));
    assert!(
        matches!(&objects[2], EventObject::CheckoutSessionCompleted(session) if session.amount_total == Some(9000))
    );
    assert!(matches!(&objects[3], EventObject::RefundCreated(refund) if refund.amount == 4500));
    assert!(matches!(&objects[4], EventObject::ChargeRefunded(charge) if charge.amount_refunded == 4500));
    assert!(matches!(&objects[5], EventObject::RefundUpdated(refund) if refund.status.as_deref() == Some("failed")));
    assert!(matches!(&objects[6], EventObject::RefundFailed(failed) if failed.id == refund.id));
    assert_eq!(objects.len(), 7);
}

#[tokio::test]
async fn each_delivery_is_signed_anew() {
    let world = world().await;
    world.paid().await;
    let early = world.stripe.pending_webhooks().remove(0);

    world.clock.advance(Duration::seconds(301));
    let late = world.stripe.pending_webhooks().remove(0);

    assert_eq!(early.payload, late.payload);
    assert!(matches!(verified(&early, world.now()), Err(WebhookError::BadTimestamp(_))));
    assert!(verified(&late, world.now()).is_ok());
}

#[tokio::test]
async fn an_event_that_never_happened_can_be_signed_for_any_instant() {
    let world = world().await;
    let payload = world.stripe.make_event_payload("customer.created", json!({ "id": "cus_1" }));

    let signature_header = world.stripe.sign(&payload, world.clock.now() - Duration::hours(1));
    let forged = SignedEvent { id: String::new(), kind: String::new(), payload, signature_header };

    assert!(matches!(verified(&forged, world.now()), Err(WebhookError::BadTimestamp(_))));
    assert!(!matches!(verified(&forged, world.now() - 3600), Err(WebhookError::BadSignature)));
}

#[tokio::test]
async fn what_the_endpoint_refuses_stays_queued_and_listed() {
    let world = world().await;
    let (url, heard) = endpoint(vec![500, 200]).await;
    world.stripe.set_webhook_url(&url).unwrap();
    world.paid().await;
    let undelivered = ListEvent::new().delivery_success(false);

    let first = world.stripe.deliver_all().await;
    let still_listed = undelivered.send(&world.client).await.unwrap().data.len();
    let second = world.stripe.deliver_all().await;

    assert_eq!((first[0].status, second[0].status), (Some(500), Some(200)));
    assert_eq!((still_listed, undelivered.send(&world.client).await.unwrap().data.len()), (1, 0));
    assert!(world.stripe.pending_webhooks().is_empty());
    let requests = heard.await.unwrap();
    assert!(requests[0].starts_with("POST /webhooks/stripe HTTP/1.1\r\nHost: 127.0.0.1:"));
    assert!(requests[1].contains(&format!("Stripe-Signature: t={},v1=", world.now())));
}

#[tokio::test]
async fn a_lost_webhook_is_still_in_the_list_of_events() {
    let world = world().await;
    world.paid().await;
    world.stripe.drop_webhooks();

    let since = json!({ "delivery_success": false, "created": { "gte": world.now() - 60 }, "limit": 100 });
    let list = RequestBuilder::new(StripeMethod::Get, "/events").query(&since);
    let list = list.customize::<<ListEvent as StripeRequest>::Output>();
    let listed = list.send(&world.client).await.unwrap();
    let one = RetrieveEvent::new(listed.data[0].id.clone()).send(&world.client).await.unwrap();

    assert!(world.stripe.pending_webhooks().is_empty());
    assert_eq!(listed.data.len(), 1);
    assert_eq!(one.type_.as_str(), "checkout.session.completed");
}

#[tokio::test]
async fn events_are_listed_newest_first_in_pages() {
    let world = world().await;
    for _ in 0..3 {
        world.paid().await;
    }

    let first = ListEvent::new().limit(2).send(&world.client).await.unwrap();
    let last_seen = first.data[1].id.as_str().to_owned();
    let second = ListEvent::new().limit(2).starting_after(last_seen).send(&world.client).await.unwrap();

    assert_eq!((first.data.len(), first.has_more), (2, true));
    assert_eq!((second.data.len(), second.has_more), (1, false));
    assert!(first.data.iter().all(|event| event.id != second.data[0].id));
}

#[tokio::test]
async fn the_payer_chooses_late_twice_or_never() {
    let world = world().await;
    let cases = [(WebhookTiming::Late, 1), (WebhookTiming::Twice, 2), (WebhookTiming::Never, 0)];

    for (timing, deliveries) in cases {
        let session = world.open().await;
        world.stripe.drop_webhooks();
        world.stripe.pay_with_webhook(&session.id, timing).unwrap();
        assert_eq!(world.stripe.pending_webhooks().len(), deliveries, "{timing:?}");
    }
}

#[tokio::test]
async fn an_event_can_be_doubled_and_delivered_again() {
    let world = world().await;
    let (url, heard) = endpoint(vec![200, 200, 200]).await;
    world.stripe.set_webhook_url(&url).unwrap();
    world.paid().await;
    let id = world.stripe.pending_webhooks().remove(0).id;

    world.stripe.duplicate(&id);
    world.stripe.deliver_all().await;
    world.stripe.deliver(&id).await;

    assert_eq!(heard.await.unwrap().len(), 3);
}

#[tokio::test]
async fn in_the_demo_webhooks_arrive_by_themselves_and_are_tried_again() {
    let clock = StoppedClock::new(midday());
    let (url, heard) = endpoint(vec![503, 200]).await;
    let demo = SandboxConfig { webhook_url: Some(url), auto_webhooks: true, ..config(&clock) };
    let stripe = start(demo, free_port()).await.unwrap();
    let (_, session) = super::support::post(
        &stripe,
        "v1/checkout/sessions",
        "mode=payment&success_url=http://127.0.0.1/done&line_items[0][quantity]=1\
         &line_items[0][price_data][currency]=gbp&line_items[0][price_data][product_data][name]=Course\
         &line_items[0][price_data][unit_amount]=4500",
    )
    .await;

    stripe.pay(session["id"].as_str().unwrap()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    clock.advance(Duration::seconds(2));

    let heard = tokio::time::timeout(std::time::Duration::from_secs(5), heard).await.unwrap().unwrap();
    assert_eq!(heard.len(), 2);
}
