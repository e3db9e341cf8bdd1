//! POST /webhooks/stripe: what is believed, what is stored, what is refused (R7, R9).

use chrono::Duration;
use entity::webhook_event;
use nairo::kernel::Instant;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::app::{Wishes, spawn_app_with};
use crate::support::{TestApp, spawn_app};

const PATH: &str = "/webhooks/stripe";

async fn post(app: &TestApp, body: &str, signature: &str) -> u16 {
    let visitor = app.visitor();
    let request = visitor.request(Method::POST, PATH).header("stripe-signature", signature).body(body.to_owned());
    visitor.send(request).await.status.as_u16()
}

async fn post_signed(app: &TestApp, body: &str, at: Instant) -> u16 {
    post(app, body, &app.stripe.sign(body, at)).await
}

async fn stored(app: &TestApp) -> Vec<webhook_event::Model> {
    webhook_event::Entity::find().all(app.state.db.reader()).await.unwrap()
}

fn refunded(app: &TestApp) -> String {
    app.stripe.make_event_payload("refund.created", json!({ "id": "re_unknown", "object": "refund" }))
}

#[actix_web::test]
async fn a_message_is_stored_once_however_often_it_comes() {
    let app = spawn_app().await;
    let body = refunded(&app);

    let at_once = tokio::join!(
        post_signed(&app, &body, app.now()),
        post_signed(&app, &body, app.now()),
        post_signed(&app, &body, app.now()),
    );
    let later = post_signed(&app, &body, app.now()).await;

    assert_eq!((at_once, later), ((200, 200, 200), 200));
    assert_eq!(stored(&app).await.len(), 1);
    app.run_jobs().await;
    let outcome = stored(&app).await[0].outcome.clone();
    assert_eq!(outcome.as_deref(), Some("Stripe knows no such object"));
}

#[actix_web::test]
async fn a_signature_is_good_for_three_hundred_seconds_either_way() {
    let app = spawn_app().await;
    let table = [(300, 200), (301, 400), (-300, 200), (-301, 400)];

    for (seconds, wanted) in table {
        let body = refunded(&app);
        assert_eq!(post_signed(&app, &body, app.now() - Duration::seconds(seconds)).await, wanted, "{seconds}");
    }

    assert_eq!(stored(&app).await.len(), 2);
    assert_eq!(app.state.gateway.as_ref().unwrap().refused.so_far(), (0, 2));
    app.run_jobs().await;
}

#[actix_web::test]
async fn forged_changed_and_unsigned_messages_store_nothing() {
    let app = spawn_app().await;
    let body = refunded(&app);
    let good = app.stripe.sign(&body, app.now());
    let table = [
        (body.clone(), String::new()),
        (body.clone(), "nonsense".to_owned()),
        (body.clone(), format!("t={},v1=00ff", app.now().timestamp())),
        (body.clone(), good.replace("v1=", "v0=")),
        (body.replace("re_unknown", "re_another"), good.clone()),
        (format!("{body} "), good),
    ];

    for (body, signature) in table {
        assert_eq!(post(&app, &body, &signature).await, 400, "{signature}");
    }

    assert!(stored(&app).await.is_empty());
}

#[actix_web::test]
async fn real_money_is_refused_where_test_money_is_taken() {
    let app = spawn_app().await;
    let body = refunded(&app).replace("\"livemode\":false", "\"livemode\":true");
    assert!(body.contains("\"livemode\":true"), "{body}");

    let status = post_signed(&app, &body, app.now()).await;

    assert_eq!(status, 400);
    assert!(stored(&app).await.is_empty());
}

#[actix_web::test]
async fn a_signed_body_that_does_not_decode_is_stored_and_named() {
    let app = spawn_app().await;
    let bodies = [
        "not json at all".to_owned(),
        json!({ "id": "evt_odd", "type": "checkout.session.completed", "livemode": false }).to_string(),
        json!({ "id": "evt_new", "type": "something.of.next.year", "livemode": false, "data": {} }).to_string(),
    ];

    for body in &bodies {
        assert_eq!(post_signed(&app, body, app.now()).await, 200, "{body}");
        assert_eq!(post_signed(&app, body, app.now()).await, 200, "{body}");
    }
    app.run_jobs().await;

    let outcomes: Vec<_> = stored(&app).await.into_iter().map(|event| event.outcome.unwrap_or_default()).collect();
    assert_eq!(outcomes, ["does not concern us", "cannot be read: it names no object", "does not concern us"]);
}

#[actix_web::test]
async fn too_much_is_refused_before_it_is_looked_at() {
    let app = spawn_app().await;
    let body = "x".repeat(1024 * 1024);

    let status = post_signed(&app, &body, app.now()).await;

    assert_eq!(status, 413);
    assert!(stored(&app).await.is_empty());
}

#[actix_web::test]
async fn without_a_stripe_key_nobody_has_anything_to_say_here() {
    let app = spawn_app_with(Wishes { with_stripe: false, ..Wishes::default() }).await;
    let body = refunded(&app);

    let status = post_signed(&app, &body, app.now()).await;

    assert_eq!(status, 404);
    app.visitor().get(PATH).await.assert_status(405);
}
