//! What the API was asked, for tests to look at afterwards.

use super::account::Account;
use super::answer_api::ApiRequest;

const LONGEST: usize = 10_000;

/// One call of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiCall {
    /// Stripe's id of the request, `req_…`.
    pub request_id: String,
    /// `GET` or `POST`.
    pub method: String,
    /// Such as `/v1/refunds`.
    pub path: String,
    /// The value of the header `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// The parameters, decoded, in the order they were sent.
    pub body: Vec<(String, String)>,
    /// The answer was an earlier one, given again under the same idempotency key.
    pub replayed: bool,
    /// The answer's status; none when the connection dropped before any work was done.
    pub status: Option<u16>,
}

impl ApiCall {
    /// A parameter by its full name, such as `line_items[0][quantity]`.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.body.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Account<'_> {
    pub(super) fn note_call(&mut self, request: &ApiRequest) {
        if self.state.journal.len() == LONGEST {
            self.state.journal.pop_front();
        }
        self.state.journal.push_back(ApiCall {
            request_id: request.id.clone(),
            method: request.method.clone(),
            path: request.path.clone(),
            idempotency_key: request.idempotency_key.clone(),
            body: request.pairs.clone(),
            replayed: false,
            status: None,
        });
    }

    pub(super) fn note_answer(&mut self, request_id: &str, status: u16, replayed: bool) {
        let call = self.state.journal.iter_mut().rev().find(|call| call.request_id == request_id);
        if let Some(call) = call {
            call.status = Some(status);
            call.replayed = replayed;
        }
    }
}
