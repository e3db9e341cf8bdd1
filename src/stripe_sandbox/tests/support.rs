//! A sandbox with a stopped clock, the real client pointed at it, and the requests that the tests vary.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData, ProductData,
};
use stripe_core::refund::CreateRefund;
use stripe_shared::{ApiErrors, CheckoutSession, CheckoutSessionMode, Refund};

use crate::kernel::clock::{Clock, Instant, StoppedClock};
use crate::kernel::tokens::CountingTokens;
use crate::stripe_sandbox::{Sandbox, SandboxConfig, start};

pub(super) const SECRET_KEY: &str = "sk_test_local";
pub(super) const WEBHOOK_SECRET: &str = "whsec_local";

/// A sandbox, its clock, and the real client.
pub(super) struct World {
    pub(super) stripe: Sandbox,
    pub(super) clock: StoppedClock,
    pub(super) client: Client,
}

pub(super) fn config(clock: &StoppedClock) -> SandboxConfig {
    SandboxConfig {
        webhook_url: None,
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
        clock: Arc::new(clock.clone()),
        tokens: Arc::new(CountingTokens::new()),
        auto_webhooks: false,
        state_file: None,
    }
}

pub(super) fn free_port() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

pub(super) fn midday() -> Instant {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub(super) fn client_for(stripe: &Sandbox, key: &str) -> Client {
    let builder = ClientBuilder::new(key).url(stripe.base_url());
    builder.timeout(Duration::from_millis(400)).build().unwrap()
}

pub(super) async fn world() -> World {
    let clock = StoppedClock::new(midday());
    let stripe = start(config(&clock), free_port()).await.unwrap();
    let client = client_for(&stripe, SECRET_KEY);
    World { stripe, clock, client }
}

impl World {
    pub(super) fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }

    /// Two places at £45, open for 31 minutes.
    pub(super) fn two_places(&self) -> CreateCheckoutSession {
        CreateCheckoutSession::new()
            .mode(CheckoutSessionMode::Payment)
            .line_items(vec![line("Training for New IROs", 4500, 2)])
            .success_url("http://127.0.0.1:8080/bookings/AB23/paid?session={CHECKOUT_SESSION_ID}")
            .cancel_url("http://127.0.0.1:8080/bookings/AB23")
            .client_reference_id("charge-42")
            .customer_email("asha@example.org")
            .metadata([("charge".to_owned(), "42".to_owned()), ("attempt".to_owned(), "1".to_owned())])
            .expires_at(self.now() + 31 * 60)
    }

    pub(super) async fn open(&self) -> CheckoutSession {
        self.two_places().send(&self.client).await.unwrap()
    }

    /// A session, paid, and its payment intent.
    pub(super) async fn paid(&self) -> (CheckoutSession, String) {
        let session = self.open().await;
        self.stripe.pay(&session.id).await.unwrap();
        let payment = self.stripe.sessions().pop().and_then(|session| session.payment_intent).unwrap();
        (session, payment)
    }

    pub(super) async fn refund(&self, payment: &str, pence: i64, key: &str) -> Result<Refund, StripeError> {
        let refund = CreateRefund::new().payment_intent(payment).amount(pence);
        refund.customize().request_strategy(under(key)).send(&self.client).await
    }
}

pub(super) fn line(name: &str, pence: i64, quantity: u64) -> CreateCheckoutSessionLineItems {
    let price = CreateCheckoutSessionLineItemsPriceData {
        currency: "gbp".parse().unwrap(),
        product: None,
        product_data: Some(ProductData::new(name)),
        recurring: None,
        tax_behavior: None,
        unit_amount: Some(pence),
        unit_amount_decimal: None,
    };
    CreateCheckoutSessionLineItems {
        quantity: Some(quantity),
        price_data: Some(price),
        ..CreateCheckoutSessionLineItems::new()
    }
}

pub(super) fn under(key: &str) -> RequestStrategy {
    RequestStrategy::Idempotent(IdempotencyKey::new(key).unwrap())
}

/// The status and what Stripe says is wrong.
pub(super) fn refusal<T: std::fmt::Debug>(result: Result<T, StripeError>) -> (u16, Box<ApiErrors>) {
    match result {
        Err(StripeError::Stripe(error, status)) => (status, error),
        other => panic!("expected a refusal by Stripe, got {other:?}"),
    }
}

/// Status and body of a plain HTTP request, for what the real client cannot send.
pub(super) async fn post(stripe: &Sandbox, path: &str, form: &str) -> (u16, serde_json::Value) {
    let request = reqwest::Client::new()
        .post(format!("{}{path}", stripe.base_url()))
        .bearer_auth(SECRET_KEY)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
