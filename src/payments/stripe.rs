//! The one Stripe client. Every call has a time limit and, when it makes something, an idempotency key that the caller stored
//! before; it is sent once, and retried by jobs only. Requests are built by `async-stripe`; answers are read leniently from
//! their JSON ([`super::seen`]), so that a field that changed shape never loses an answer.

mod payouts;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::web::Bytes;
use serde_json::Value;
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionExcludedPaymentMethodTypes as Method, CreateCheckoutSessionLineItems,
    CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionPaymentIntentData, ExpireCheckoutSession,
    ProductData, RetrieveCheckoutSession,
};
use stripe_client_core::{CustomizedStripeRequest, StripeClient, StripeRequest};
use stripe_core::event::ListEvent;
use stripe_core::refund::{CreateRefund, ListRefund, RetrieveRefund};
use stripe_shared::CheckoutSessionMode;
use stripe_webhook::{Webhook, WebhookError};

use super::checkouts::CheckoutRequest;
use super::seen::{RefundSeen, SessionSeen};
use super::webhooks::refused_count::RefusedCount;
use crate::kernel::{Instant, Pence, Unexpected};

/// What the client needs to know.
#[derive(Clone)]
pub struct GatewaySettings {
    /// `sk_…` or `rk_…`.
    pub secret_key: String,
    /// `whsec_…`.
    pub webhook_secret: String,
    /// Stripe's API, with a slash at the end.
    pub api_base: String,
    /// The longest one call may take; about 8 seconds.
    pub timeout: Duration,
}

/// Stripe, reached through `async-stripe`.
pub struct Gateway {
    client: Client,
    webhook_secret: String,
    is_live: bool,
    /// Messages that were not believed.
    pub refused: RefusedCount,
}

/// Why a call gave no object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// Stripe understood and said no; asking the same again changes nothing.
    #[error("Stripe refused: {0}")]
    Refused(String),
    /// Stripe knows no such object.
    #[error("Stripe knows no such object")]
    NotFound,
    /// Stripe broke while working on it (500), and gives that answer again for a day under the same key.
    #[error("Stripe failed: {0}")]
    Broken(String),
    /// Whether it happened is unknown: no answer, too busy, or the same request is still running.
    #[error("Stripe gave no clear answer: {0}")]
    Unclear(String),
    /// Our key is not accepted.
    #[error("Stripe does not accept our key: {0}")]
    WrongKey(String),
}

/// Why a webhook was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// Made with another secret, or the body was changed, or there is none.
    Wrong,
    /// More than 300 seconds from our clock; when genuine ones are refused, check the clock (R19).
    Stale,
}

/// A refund to be asked for.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// Our refund's reference; travels as metadata, so that a lost answer can be found again.
    pub reference: String,
    /// 0 the first time; a new attempt after a failure has a new key.
    pub attempt: i32,
    /// The payment it comes out of.
    pub payment_intent: String,
    /// How much.
    pub amount: Pence,
}

impl RefundRequest {
    /// The idempotency key (REF-9).
    fn key(&self) -> String {
        match self.attempt {
            0 => format!("refund:{}", self.reference),
            attempt => format!("refund:{}:{attempt}", self.reference),
        }
    }
}

/// Methods whose money comes days later: not for something that may happen sooner.
const SLOW_METHODS: [Method; 2] = [Method::BacsDebit, Method::CustomerBalance];

impl Gateway {
    /// Builds the client; no call is made.
    pub fn new(settings: &GatewaySettings) -> Result<Self, Unexpected> {
        let client =
            ClientBuilder::new(&settings.secret_key).url(&settings.api_base).timeout(settings.timeout).build()?;
        let is_live = settings.secret_key.contains("_live_");
        Ok(Self { client, webhook_secret: settings.webhook_secret.clone(), is_live, refused: RefusedCount::default() })
    }

    /// Whether real money moves.
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// Opens a checkout session under the key `checkout:{reference}`.
    pub async fn open_session(&self, request: &CheckoutRequest) -> Result<SessionSeen, GatewayError> {
        let strategy = under(&format!("checkout:{}", request.reference))?;
        let create = create_session(request)?.customize().request_strategy(strategy);
        self.session_from(async |ear| create.send(ear).await.map(drop)).await
    }

    /// A checkout session as it is now.
    pub async fn session(&self, id: &str) -> Result<SessionSeen, GatewayError> {
        self.session_from(async |ear| RetrieveCheckoutSession::new(id).send(ear).await.map(drop)).await
    }

    /// Ends an open session; one that is not open any more is refused. It needs no key: ending twice is ending once.
    pub async fn expire_session(&self, id: &str) -> Result<SessionSeen, GatewayError> {
        self.session_from(async |ear| ExpireCheckoutSession::new(id).send(ear).await.map(drop)).await
    }

    /// Asks for a refund under the key `refund:{reference}`.
    pub async fn create_refund(&self, request: &RefundRequest) -> Result<RefundSeen, GatewayError> {
        let metadata =
            [("refund".to_owned(), request.reference.clone()), ("attempt".to_owned(), request.attempt.to_string())];
        let create = CreateRefund::new()
            .payment_intent(request.payment_intent.clone())
            .amount(request.amount.get())
            .metadata(metadata)
            .customize()
            .request_strategy(under(&request.key())?);
        self.refund_from(async |ear| create.send(ear).await.map(drop)).await
    }

    /// A refund as it is now.
    pub async fn refund(&self, id: &str) -> Result<RefundSeen, GatewayError> {
        self.refund_from(async |ear| RetrieveRefund::new(id).send(ear).await.map(drop)).await
    }

    /// The refunds of a payment, the newest first; at most 100, far more than one payment has.
    pub async fn refunds_of(&self, payment_intent: &str) -> Result<Vec<RefundSeen>, GatewayError> {
        let list = ListRefund::new().payment_intent(payment_intent).limit(100);
        let (items, _) = page(&self.hear(async |ear| list.send(ear).await.map(drop)).await?);
        Ok(items.iter().filter_map(|refund| RefundSeen::read(refund).ok()).collect())
    }

    /// A page of events that no endpoint has taken, the newest first, and whether there are more after it. Stripe keeps
    /// events for 30 days.
    pub async fn undelivered_events(&self, after: Option<&str>) -> Result<(Vec<Value>, bool), GatewayError> {
        let mut list = ListEvent::new().delivery_success(false).limit(100);
        if let Some(id) = after {
            list = list.starting_after(id);
        }
        Ok(page(&self.hear(async |ear| list.send(ear).await.map(drop)).await?))
    }

    /// Believes a webhook's body only with a signature made with our secret within 300 seconds of `now`. A body that does
    /// not decode is not this function's business: it is stored, and read leniently later (D15).
    pub fn check_signature(&self, body: &str, header: &str, now: Instant) -> Result<(), SignatureError> {
        match Webhook::construct_event_with_timestamp(body, header, &self.webhook_secret, now.timestamp()) {
            Ok(_) | Err(WebhookError::BadParse(_)) => Ok(()),
            Err(WebhookError::BadTimestamp(_)) => Err(SignatureError::Stale),
            Err(WebhookError::BadKey | WebhookError::BadHeader(_) | WebhookError::BadSignature) => {
                Err(SignatureError::Wrong)
            }
        }
    }

    async fn session_from(
        &self,
        send: impl AsyncFnOnce(&Ear<'_>) -> Result<(), StripeError>,
    ) -> Result<SessionSeen, GatewayError> {
        SessionSeen::read(&self.hear(send).await?).map_err(|error| GatewayError::Unclear(error.to_string()))
    }

    async fn refund_from(
        &self,
        send: impl AsyncFnOnce(&Ear<'_>) -> Result<(), StripeError>,
    ) -> Result<RefundSeen, GatewayError> {
        RefundSeen::read(&self.hear(send).await?).map_err(|error| GatewayError::Unclear(error.to_string()))
    }

    /// Sends one request and gives the answer's own JSON, whether or not the client library can decode it.
    async fn hear(&self, send: impl AsyncFnOnce(&Ear<'_>) -> Result<(), StripeError>) -> Result<Value, GatewayError> {
        let ear = Ear { client: &self.client, heard: Mutex::default() };
        let sent = send(&ear).await;
        let heard = ear.heard.into_inner().unwrap_or_else(PoisonError::into_inner);
        match (heard, sent) {
            (Some(bytes), _) => {
                serde_json::from_slice(&bytes).map_err(|error| GatewayError::Unclear(error.to_string()))
            }
            (None, Err(error)) => Err(read_error(error)),
            (None, Ok(())) => Err(GatewayError::Unclear("an answer without a body".to_owned())),
        }
    }
}

/// The client, and what it heard: a successful answer is kept as it came.
struct Ear<'a> {
    client: &'a Client,
    heard: Mutex<Option<Bytes>>,
}

impl StripeClient for Ear<'_> {
    type Err = StripeError;

    async fn execute(&self, request: CustomizedStripeRequest) -> Result<Bytes, StripeError> {
        let bytes = self.client.execute(request).await?;
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes.clone());
        Ok(bytes)
    }
}

fn under(key: &str) -> Result<RequestStrategy, GatewayError> {
    let key = IdempotencyKey::new(key).map_err(|error| GatewayError::Refused(error.to_string()))?;
    Ok(RequestStrategy::Idempotent(key))
}

/// Stripe's answer to whether it happened. Its own words are left out: they may quote what the payer typed.
fn read_error(error: StripeError) -> GatewayError {
    match error {
        StripeError::Stripe(details, status) => {
            let code = details.code.as_ref().map_or_else(|| details.type_.as_str(), |code| code.as_str());
            let words =
                format!("{status} {code} {}", details.param.as_deref().unwrap_or_default()).trim_end().to_owned();
            match status {
                401 | 403 => GatewayError::WrongKey(words),
                404 => GatewayError::NotFound,
                409 | 424 | 429 | 502..=504 => GatewayError::Unclear(words),
                500.. => GatewayError::Broken(words),
                _ => GatewayError::Refused(words),
            }
        }
        StripeError::ConfigError(words) => GatewayError::WrongKey(words),
        StripeError::JSONDeserialize(words) | StripeError::ClientError(words) => GatewayError::Unclear(words),
        StripeError::Timeout => GatewayError::Unclear("no answer in time".to_owned()),
    }
}

/// The items of a list, and whether there are more.
fn page(list: &Value) -> (Vec<Value>, bool) {
    let items = list.get("data").and_then(Value::as_array).cloned().unwrap_or_default();
    (items, list.get("has_more").and_then(Value::as_bool).unwrap_or_default())
}

/// The same request for the same stored checkout, every time: nothing in it is worked out anew.
fn create_session(request: &CheckoutRequest) -> Result<CreateCheckoutSession, GatewayError> {
    let lines = request.lines.iter().map(|line| line_item(&line.name, line.amount)).collect::<Result<Vec<_>, _>>()?;
    let mut payment = CreateCheckoutSessionPaymentIntentData::new();
    payment.description = Some(request.description.clone());
    payment.metadata = Some([("checkout".to_owned(), request.reference.clone())].into());
    let mut create = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .client_reference_id(request.reference.clone())
        .expires_at(request.expires_at)
        .success_url(request.success_url.clone())
        .cancel_url(request.cancel_url.clone())
        .line_items(lines)
        .payment_intent_data(payment)
        .excluded_payment_method_types(SLOW_METHODS.to_vec());
    // It only fills in a field on Stripe's page; an address Stripe cannot take must not stop the payment.
    if request.customer_email.is_ascii() {
        create = create.customer_email(request.customer_email.clone());
    }
    Ok(create)
}

fn line_item(name: &str, amount: Pence) -> Result<CreateCheckoutSessionLineItems, GatewayError> {
    let currency = "gbp".parse().map_err(|_| GatewayError::Refused("no such currency".to_owned()))?;
    let price = CreateCheckoutSessionLineItemsPriceData {
        currency,
        product: None,
        product_data: Some(ProductData::new(name)),
        recurring: None,
        tax_behavior: None,
        unit_amount: Some(amount.get()),
        unit_amount_decimal: None,
    };
    Ok(CreateCheckoutSessionLineItems {
        quantity: Some(1),
        price_data: Some(price),
        ..CreateCheckoutSessionLineItems::new()
    })
}
