//! The hosted pay page: what is bought, three buttons, and when the webhook shall arrive. Plainly no real money.

use actix_web::http::Uri;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::account::Account;
use super::objects::{CheckoutSession, SessionStatus};
use super::record_event::WebhookTiming;
use super::start::Shared;
use crate::kernel::uk_time;

const STYLE: &str = include_str!("pay_page.css");
const TEMPLATE: &str = "pay_page.html";

/// What the template sees.
#[derive(Serialize)]
struct PayPage {
    style: &'static str,
    status: &'static str,
    session_id: String,
    total: String,
    email: Option<String>,
    open_until: String,
    was_declined: bool,
    success_url: String,
    cancel_url: Option<String>,
    lines: Vec<PayLine>,
}

#[derive(Serialize)]
struct PayLine {
    name: String,
    description: Option<String>,
    quantity: i64,
    unit_amount: String,
    amount: String,
}

/// What the pay and decline buttons send.
#[derive(Deserialize)]
struct PaymentForm {
    card: Card,
    #[serde(default)]
    webhook: WebhookChoice,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Card {
    Works,
    Declined,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WebhookChoice {
    #[default]
    AtOnce,
    Late,
    Twice,
    Never,
}

impl From<WebhookChoice> for WebhookTiming {
    fn from(choice: WebhookChoice) -> Self {
        match choice {
            WebhookChoice::AtOnce => Self::AtOnce,
            WebhookChoice::Late => Self::Late,
            WebhookChoice::Twice => Self::Twice,
            WebhookChoice::Never => Self::Never,
        }
    }
}

pub(super) fn templates() -> Result<Tera, tera::Error> {
    let mut templates = Tera::default();
    templates.add_raw_template(TEMPLATE, include_str!("pay_page.html"))?;
    Ok(templates)
}

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/pay/{session_id}", web::get().to(show_pay_page))
        .route("/pay/{session_id}/payment", web::post().to(create_payment))
        .route("/pay/{session_id}/departure", web::post().to(leave));
}

async fn show_pay_page(shared: Data<Shared>, session_id: Path<String>) -> HttpResponse {
    respond_with_page(&shared, &session_id, HttpResponse::Ok())
}

async fn create_payment(shared: Data<Shared>, session_id: Path<String>, form: Form<PaymentForm>) -> HttpResponse {
    let PaymentForm { card, webhook } = form.into_inner();
    let outcome = shared.with_account(|account| match card {
        Card::Works => account.pay(&session_id, webhook.into()),
        Card::Declined => account.decline(&session_id).map(|()| format!("/pay/{session_id}")),
    });
    match outcome {
        Ok(location) => see_other(&location),
        Err(_) => respond_with_page(&shared, &session_id, HttpResponse::Conflict()),
    }
}

async fn leave(shared: Data<Shared>, session_id: Path<String>) -> HttpResponse {
    let cancel_url = shared.with_account(|account| account.session(&session_id)?.cancel_url.clone());
    match cancel_url {
        Some(url) => see_other(&url),
        None => respond_with_page(&shared, &session_id, HttpResponse::Ok()),
    }
}

fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish()
}

fn respond_with_page(shared: &Shared, session_id: &str, mut response: HttpResponseBuilder) -> HttpResponse {
    let found = shared.with_account(|account| {
        let session = account.session(session_id)?;
        Some((page_of(account, session), policy_for(session)))
    });
    let Some((page, policy)) = found else {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("There is no such checkout.\n");
    };
    let html = Context::from_serialize(&page).and_then(|context| shared.templates.render(TEMPLATE, &context));
    match html {
        Ok(html) => response
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_SECURITY_POLICY, policy))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "the pay page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn page_of(account: &Account<'_>, session: &CheckoutSession) -> PayPage {
    let lines = session.lines.iter().map(|line| PayLine {
        name: line.name.clone(),
        description: line.description.clone(),
        quantity: line.quantity,
        unit_amount: line.unit_amount.to_string(),
        amount: line.amount.to_string(),
    });
    PayPage {
        style: STYLE,
        status: session.status.word(),
        session_id: session.id.clone(),
        total: session.amount_total.to_string(),
        email: session.customer_email.clone(),
        open_until: uk_time::date_and_time(session.expires_at),
        was_declined: session.status == SessionStatus::Open
            && session.payment_intent.as_ref().is_some_and(|id| account.payment(id).is_some()),
        success_url: session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id),
        cancel_url: session.cancel_url.clone(),
        lines: lines.collect(),
    }
}

/// Only this page's own style; forms may end here, or where the shop wants its customer back.
fn policy_for(session: &CheckoutSession) -> HeaderValue {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let destinations = [Some(&session.success_url), session.cancel_url.as_ref()];
    let origins: Vec<String> = destinations.into_iter().flatten().filter_map(|url| origin_of(url)).collect();
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
        origins.join(" ")
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

fn origin_of(url: &str) -> Option<String> {
    let uri: Uri = url.replace("{CHECKOUT_SESSION_ID}", "x").parse().ok()?;
    let host = uri.host()?;
    let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{host}{port}", uri.scheme_str()?))
}
