//! The way of every API request: key, planned fault, idempotency, the work, the answer. The state is locked in two
//! short steps, never across an await.

use std::io;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use super::account::{Account, Cause};
use super::api_error::ApiError;
use super::endpoints::run_endpoint;
use super::faults::Fault;
use super::idempotency::KeyUse;
use super::start::Shared;

/// A request, read but not yet believed.
pub(super) struct ApiRequest {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) idempotency_key: Option<String>,
    has_right_key: bool,
}

struct Answer {
    status: u16,
    body: String,
    is_replay: bool,
}

enum Ruling {
    Answer(Answer),
    Drop,
    Run,
}

/// Handles `/v1/…`.
pub(super) async fn answer_api(shared: Data<Shared>, http: HttpRequest, body: Bytes) -> HttpResponse {
    let request = shared.with_account(|account| read_request(account.new_id("req"), &shared, &http, &body));
    match handle(&shared, &request).await {
        Some(answer) => respond(&request.id, answer),
        None => drop_connection(),
    }
}

/// Nothing means that the connection is to be dropped.
async fn handle(shared: &Shared, request: &ApiRequest) -> Option<Answer> {
    let (ruling, fault) = shared.with_account(|account| {
        account.note_call(request);
        let ruling = begin(account, request);
        if let Ruling::Answer(answer) = &ruling.0 {
            account.note_answer(&request.id, answer.status, answer.is_replay);
        }
        ruling
    });
    let answer = match ruling {
        Ruling::Drop => return None,
        Ruling::Answer(answer) => answer,
        Ruling::Run => {
            if let Some(Fault::Hang(wait)) = fault {
                tokio::time::sleep(wait).await;
            }
            shared.with_account(|account| finish(account, request, fault))
        }
    };
    (fault != Some(Fault::AnswerLost)).then_some(answer)
}

/// Everything that may answer without doing the work.
fn begin(account: &mut Account<'_>, request: &ApiRequest) -> (Ruling, Option<Fault>) {
    if !request.has_right_key {
        return (Ruling::Answer(Answer::refusal(&ApiError::wrong_key())), None);
    }
    let fault = account.take_fault(&request.method, &request.path);
    let ruling = match fault {
        Some(Fault::Reset) => Ruling::Drop,
        Some(Fault::TooManyRequests) => Ruling::Answer(Answer::refusal(&ApiError::rate_limited())),
        Some(Fault::ServerError(status)) if status != 500 => {
            Ruling::Answer(Answer::refusal(&ApiError::server_error(status)))
        }
        Some(Fault::AnswerLost | Fault::Hang(_) | Fault::ServerError(_)) | None => claim_key(account, request),
    };
    (ruling, fault)
}

fn claim_key(account: &mut Account<'_>, request: &ApiRequest) -> Ruling {
    let Some(key) = request.idempotency_key_in_use() else {
        return Ruling::Run;
    };
    match account.state.kept_answers.begin(key, &request.fingerprint(), account.now) {
        KeyUse::First => Ruling::Run,
        KeyUse::Replay(status, body) => Ruling::Answer(Answer { status, body, is_replay: true }),
        KeyUse::Refused(error) => Ruling::Answer(Answer::refusal(&error)),
    }
}

/// Does the work and keeps the answer under the key, unless validation failed.
fn finish(account: &mut Account<'_>, request: &ApiRequest, fault: Option<Fault>) -> Answer {
    account.cause = Some(Cause { request_id: request.id.clone(), idempotency_key: request.idempotency_key.clone() });
    let outcome = match fault {
        Some(Fault::ServerError(status)) => Err(ApiError::server_error(status).after_beginning()),
        _ => run_endpoint(account, request),
    };
    let (status, body, is_kept) = match &outcome {
        Ok(object) => (200, object.to_string(), true),
        Err(error) => (error.status, error.body().to_string(), error.has_begun),
    };
    if let Some(key) = request.idempotency_key_in_use() {
        account.state.is_changed = true;
        account.state.kept_answers.finish(key, is_kept.then(|| (status, body.clone())));
    }
    account.note_answer(&request.id, status, false);
    Answer { status, body, is_replay: false }
}

fn read_request(id: String, shared: &Shared, http: &HttpRequest, body: &Bytes) -> ApiRequest {
    let header = |name: &str| http.headers().get(name).and_then(|value| value.to_str().ok());
    let read_pairs = |text: &[u8]| serde_urlencoded::from_bytes::<Vec<(String, String)>>(text).unwrap_or_default();
    let mut pairs = read_pairs(http.query_string().as_bytes());
    pairs.extend(read_pairs(body));
    ApiRequest {
        id,
        method: http.method().to_string(),
        path: http.path().to_owned(),
        pairs,
        idempotency_key: header("idempotency-key").map(str::to_owned),
        has_right_key: header(AUTHORIZATION.as_str()) == Some(&format!("Bearer {}", shared.config.secret_key)),
    }
}

impl ApiRequest {
    /// Keys mean something on POST only.
    fn idempotency_key_in_use(&self) -> Option<&str> {
        self.idempotency_key.as_deref().filter(|_| self.method == "POST")
    }

    /// The same for two requests that mean the same; clients may send metadata in any order.
    fn fingerprint(&self) -> String {
        let mut pairs = self.pairs.clone();
        pairs.sort();
        format!("{} {} {pairs:?}", self.method, self.path)
    }
}

impl Answer {
    fn refusal(error: &ApiError) -> Self {
        Self { status: error.status, body: error.body().to_string(), is_replay: false }
    }
}

fn respond(request_id: &str, answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.content_type("application/json").insert_header(("request-id", request_id));
    if answer.is_replay {
        response.insert_header(("idempotent-replayed", "true"));
    }
    response.body(answer.body)
}

/// A body that breaks before its first byte: the server closes the connection with nothing sent.
fn drop_connection() -> HttpResponse {
    let broken: Result<Bytes, io::Error> = Err(io::ErrorKind::ConnectionReset.into());
    HttpResponse::Ok().body(SizedStream::new(1, stream::iter([broken])))
}
