//! Checkout sessions: made, looked up, expired, and refused.

use std::net::TcpListener;

use chrono::Duration;
use stripe_checkout::checkout_session::{ExpireCheckoutSession, ListCheckoutSession, RetrieveCheckoutSession};
use stripe_shared::{CheckoutSessionPaymentStatus, CheckoutSessionStatus};

use super::support::{SECRET_KEY, client_for, config, free_port, line, midday, post, refusal, world};
use crate::kernel::clock::StoppedClock;
use crate::kernel::money::Pence;
use crate::stripe_sandbox::{API_VERSION, PayError, SessionStatus, start};

#[tokio::test]
async fn the_real_client_opens_and_looks_up_a_session() {
    let world = world().await;

    let opened = world.open().await;
    let found = RetrieveCheckoutSession::new(opened.id.clone()).send(&world.client).await.unwrap();

    assert_eq!(opened.url, Some(format!("{}pay/{}", world.stripe.base_url(), opened.id)));
    assert_eq!(found.amount_total, Some(9000));
    assert_eq!(found.status, Some(CheckoutSessionStatus::Open));
    assert_eq!(found.payment_status, CheckoutSessionPaymentStatus::Unpaid);
    assert_eq!(found.client_reference_id.as_deref(), Some("charge-42"));
    assert_eq!(found.expires_at, world.now() + 31 * 60);
    assert!(found.payment_intent.is_none());
}

#[tokio::test]
async fn the_pinned_version_is_the_clients_own() {
    assert_eq!(stripe_shared::version::VERSION.as_str(), API_VERSION);
}

#[tokio::test]
async fn a_paid_session_names_its_payment_and_is_found_by_it() {
    let world = world().await;
    let (session, payment) = world.paid().await;

    let found = ListCheckoutSession::new().payment_intent(payment.as_str()).send(&world.client).await.unwrap();

    assert_eq!(found.data.len(), 1);
    assert_eq!(found.data[0].id, session.id);
    assert_eq!(found.data[0].payment_status, CheckoutSessionPaymentStatus::Paid);
    assert_eq!(found.data[0].url, None);
    assert_eq!(world.stripe.total_charged(), Pence::new(9000));
}

#[tokio::test]
async fn parts_of_a_session_can_be_asked_for_in_full() {
    let world = world().await;
    let (session, payment) = world.paid().await;

    let retrieve =
        RetrieveCheckoutSession::new(session.id).expand(vec!["payment_intent".to_owned(), "line_items".to_owned()]);
    let found = retrieve.send(&world.client).await.unwrap();

    let intent = found.payment_intent.unwrap();
    assert_eq!(intent.as_object().map(|intent| (intent.id.to_string(), intent.amount_received)), Some((payment, 9000)));
    assert_eq!(found.line_items.unwrap().data[0].amount_total, 9000);
}

#[tokio::test]
async fn an_open_session_expires_on_request_and_only_once() {
    let world = world().await;
    let session = world.open().await;
    let expire = ExpireCheckoutSession::new(session.id.clone());

    let expired = expire.send(&world.client).await.unwrap();
    let (status, error) = refusal(expire.send(&world.client).await);

    assert_eq!((expired.status, expired.url), (Some(CheckoutSessionStatus::Expired), None));
    assert_eq!(status, 400);
    assert!(error.message.unwrap().contains("has a status of `expired`"));
    assert!(matches!(world.stripe.pay(&session.id).await, Err(PayError::NotOpen(SessionStatus::Expired))));
}

#[tokio::test]
async fn a_paid_session_cannot_be_expired() {
    let world = world().await;
    let (session, _) = world.paid().await;

    let (status, _) = refusal(ExpireCheckoutSession::new(session.id).send(&world.client).await);

    assert_eq!(status, 400);
    assert_eq!(world.stripe.sessions()[0].status, SessionStatus::Complete);
}

#[tokio::test]
async fn a_session_expires_at_its_very_second() {
    let world = world().await;
    let session = world.open().await;

    world.clock.advance(Duration::minutes(31) - Duration::microseconds(1));
    let just_before = world.stripe.sessions()[0].status;
    world.clock.advance(Duration::microseconds(1));

    assert_eq!(just_before, SessionStatus::Open);
    assert_eq!(world.stripe.sessions()[0].status, SessionStatus::Expired);
    assert_eq!(world.stripe.pending_webhooks()[0].kind, "checkout.session.expired");
    assert!(matches!(world.stripe.pay(&session.id).await, Err(PayError::NotOpen(_))));
}

#[tokio::test]
async fn a_session_lives_from_30_minutes_to_under_24_hours() {
    let world = world().await;
    let cases = [(1799, false), (1800, true), (86_399, true), (86_400, false)];

    for (seconds, is_accepted) in cases {
        let create = world.two_places().expires_at(world.now() + seconds);
        assert_eq!(create.send(&world.client).await.is_ok(), is_accepted, "{seconds} seconds");
    }
}

#[tokio::test]
async fn a_declined_card_leaves_the_session_open_to_be_paid() {
    let world = world().await;
    let session = world.open().await;

    world.stripe.decline(&session.id).unwrap();
    let declined = RetrieveCheckoutSession::new(session.id.clone()).send(&world.client).await.unwrap();
    let location = world.stripe.pay(&session.id).await.unwrap();

    assert_eq!(declined.status, Some(CheckoutSessionStatus::Open));
    assert!(declined.payment_intent.is_some());
    assert_eq!(location, format!("http://127.0.0.1:8080/bookings/AB23/paid?session={}", session.id));
    assert_eq!(world.stripe.total_charged(), Pence::new(9000));
    let kinds: Vec<_> = world.stripe.pending_webhooks().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["payment_intent.payment_failed", "checkout.session.completed"]);
}

#[tokio::test]
async fn nobody_pays_twice() {
    let world = world().await;
    let (session, _) = world.paid().await;

    let again = world.stripe.pay(&session.id).await;

    assert!(matches!(again, Err(PayError::NotOpen(SessionStatus::Complete))));
    assert_eq!(world.stripe.total_charged(), Pence::new(9000));
}

#[tokio::test]
async fn what_stripe_refuses_is_refused_by_name() {
    let world = world().await;
    let good = "mode=payment&success_url=http://127.0.0.1/done&line_items[0][quantity]=1\
                &line_items[0][price_data][currency]=gbp&line_items[0][price_data][product_data][name]=Course";
    let price = "&line_items[0][price_data][unit_amount]=4500";
    let long = "x".repeat(201);
    let cases = [
        (format!("{good}{price}&payment_method_types[0]=card"), "parameter_unknown", "payment_method_types"),
        (format!("{good}{price}&colour=red"), "parameter_unknown", "colour"),
        (format!("{good}{price}&line_items[0][colour]=red"), "parameter_unknown", "line_items[0][colour]"),
        (format!("{good}{price}&client_reference_id={long}"), "parameter_invalid_string", "client_reference_id"),
        (format!("{good}{price}&customer_email=nobody"), "email_invalid", "customer_email"),
        (format!("{good}{price}&cancel_url=/bookings"), "url_invalid", "cancel_url"),
        (format!("{good}{price}&ui_mode=hosted"), "parameter_invalid_string", "ui_mode"),
        (format!("{good}{price}&metadata[a]={}", "x".repeat(501)), "parameter_invalid_string", "metadata[a]"),
        (format!("{good}{price}&expires_at=soon"), "parameter_invalid_integer", "expires_at"),
        (format!("{good}&line_items[0][price_data][unit_amount]=29"), "amount_too_small", "line_items"),
        (format!("{good}&line_items[0][price_data][unit_amount]=100000000"), "amount_too_large", "line_items"),
        (good.to_owned(), "parameter_missing", "line_items[0][price_data][unit_amount]"),
        (good.replace("gbp", "eur") + price, "parameter_invalid_string", "line_items[0][price_data][currency]"),
        (good.replace("mode=payment", "mode=setup") + price, "parameter_invalid_string", "mode"),
        ("mode=payment".to_owned(), "parameter_missing", "success_url"),
    ];

    for (form, code, param) in cases {
        let (status, body) = post(&world.stripe, "v1/checkout/sessions", &form).await;
        let error = &body["error"];
        assert_eq!((status, &error["type"]), (400, &"invalid_request_error".into()), "{form}");
        assert_eq!((&error["code"], &error["param"]), (&code.into(), &param.into()), "{form}");
    }
    assert!(world.stripe.sessions().is_empty());
}

#[tokio::test]
async fn the_least_that_can_be_charged_is_30_pence() {
    let world = world().await;

    let session = world.two_places().line_items(vec![line("Tea", 30, 1)]).send(&world.client).await;

    assert_eq!(session.unwrap().amount_total, Some(30));
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let world = world().await;
    let stranger = client_for(&world.stripe, "sk_test_other");

    let (status, _) = refusal(world.two_places().send(&stranger).await);

    assert_eq!(status, 401);
    assert!(world.stripe.sessions().is_empty());
}

#[tokio::test]
async fn what_does_not_exist_is_missing() {
    let world = world().await;

    let (status, error) = refusal(RetrieveCheckoutSession::new("cs_test_none").send(&world.client).await);
    let (elsewhere, _) = post(&world.stripe, "v1/customers", "").await;

    assert_eq!((status, error.param.as_deref()), (404, Some("session")));
    assert_eq!(elsewhere, 404);
}

#[tokio::test]
async fn only_a_loopback_address_is_listened_on() {
    let clock = StoppedClock::new(midday());
    let everywhere = TcpListener::bind("0.0.0.0:0").unwrap();

    assert!(start(config(&clock), everywhere).await.is_err());
}

#[tokio::test]
async fn a_restart_keeps_the_sessions() {
    let clock = StoppedClock::new(midday());
    let file = std::env::temp_dir().join(format!("local-stripe-{}.json", std::process::id()));
    let kept = || crate::stripe_sandbox::SandboxConfig { state_file: Some(file.clone()), ..config(&clock) };
    let first = start(kept(), free_port()).await.unwrap();
    let form = "mode=payment&success_url=http://127.0.0.1/done&line_items[0][quantity]=1\
                &line_items[0][price_data][currency]=gbp&line_items[0][price_data][product_data][name]=Course\
                &line_items[0][price_data][unit_amount]=4500";
    let (_, session) = post(&first, "v1/checkout/sessions", form).await;
    first.stop().await;

    let second = start(kept(), free_port()).await.unwrap();
    let again =
        RetrieveCheckoutSession::new(session["id"].as_str().unwrap()).send(&client_for(&second, SECRET_KEY)).await;
    std::fs::remove_file(&file).unwrap();

    assert_eq!(again.unwrap().amount_total, Some(4500));
}

#[tokio::test]
async fn after_stopping_nobody_answers() {
    let world = world().await;

    world.stripe.stop().await;

    assert!(world.two_places().send(&world.client).await.is_err());
}
