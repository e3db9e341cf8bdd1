//! POST /webhooks/stripe: raw bytes in, a bare status out. No cookie, no token, no page.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::receive_webhook::{ReceiveWebhookError, receive_webhook};
use crate::app::App;

/// Stripe's own messages are a few kilobytes; larger ones are refused before they are looked at, in bytes.
const LARGEST: usize = 256 * 1024;

/// 200 once the message is stored, or was before; 400 for what cannot be believed; 413 for too much; 500 asks Stripe to send
/// it again.
pub async fn receive(app: Data<App>, request: HttpRequest, body: Result<Bytes, actix_web::Error>) -> HttpResponse {
    let Some(body) = body.ok().filter(|body| body.len() <= LARGEST) else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "too large");
    };
    let signature = request.headers().get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match receive_webhook(&app, &body, signature).await {
        Ok(()) => plain(StatusCode::OK, "stored"),
        Err(ReceiveWebhookError::NotSetUp) => plain(StatusCode::NOT_FOUND, "not set up"),
        Err(ReceiveWebhookError::BadSignature) => plain(StatusCode::BAD_REQUEST, "the signature is not good"),
        Err(ReceiveWebhookError::WrongMode) => plain(StatusCode::BAD_REQUEST, "the other mode"),
        Err(ReceiveWebhookError::Unexpected(error)) => {
            tracing::error!(%error, "a webhook could not be stored");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "not stored")
        }
    }
}

fn plain(status: StatusCode, words: &'static str) -> HttpResponse {
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(words)
}
