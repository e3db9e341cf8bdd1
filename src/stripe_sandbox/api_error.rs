//! Refusals in Stripe's shape: `{"error": {"type", "code", "message", "param"}}`.

use serde_json::{Value, json};

/// Why a request is refused, and what Stripe would answer.
#[derive(Debug)]
pub(super) struct ApiError {
    pub(super) status: u16,
    kind: &'static str,
    code: Option<&'static str>,
    param: Option<String>,
    message: String,
    /// The request was well formed and its execution had begun: Stripe keeps the refusal under the idempotency key.
    pub(super) has_begun: bool,
}

impl ApiError {
    /// A parameter that cannot be right, whatever the account holds. Not kept under an idempotency key.
    pub(super) fn invalid(code: &'static str, param: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", Some(code), message).about(param)
    }

    /// A well-formed request that the account's state forbids. Kept under an idempotency key.
    pub(super) fn refused(code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", code, message).after_beginning()
    }

    /// The object asked for does not exist.
    pub(super) fn missing(object: &str, param: &str, id: &str) -> Self {
        let message = format!("No such {object}: '{id}'");
        let code = Some("resource_missing");
        Self::new(404, "invalid_request_error", code, message).about(param).after_beginning()
    }

    pub(super) fn unknown_url(method: &str, path: &str) -> Self {
        let message = format!("Unrecognized request URL ({method}: {path}).");
        Self::new(404, "invalid_request_error", None, message)
    }

    pub(super) fn wrong_key() -> Self {
        Self::new(401, "invalid_request_error", None, "Invalid API Key provided.")
    }

    pub(super) fn rate_limited() -> Self {
        let message = "Request rate limit exceeded.";
        Self::new(429, "invalid_request_error", Some("rate_limit"), message)
    }

    pub(super) fn server_error(status: u16) -> Self {
        Self::new(status, "api_error", None, "An unknown error occurred.")
    }

    pub(super) fn key_reused_for_another_request(key: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using \
             a key other than '{key}' if you meant to execute a different request."
        );
        Self::new(400, "idempotency_error", None, message)
    }

    pub(super) fn key_in_use(key: &str) -> Self {
        let message = format!("There is currently another in-progress request using the idempotency key '{key}'.");
        Self::new(409, "idempotency_error", Some("idempotency_key_in_use"), message)
    }

    pub(super) fn key_too_long() -> Self {
        Self::new(400, "idempotency_error", None, "Idempotency keys are limited to 255 characters.")
    }

    /// Says that the work had begun, so that the refusal is kept.
    pub(super) fn after_beginning(mut self) -> Self {
        self.has_begun = true;
        self
    }

    /// Names the parameter that is to blame.
    pub(super) fn about(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    fn new(status: u16, kind: &'static str, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { status, kind, code, param: None, message: message.into(), has_begun: false }
    }

    /// The body of the answer. Stripe leaves out what does not apply.
    pub(super) fn body(&self) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        if let Some(code) = self.code {
            error["code"] = code.into();
        }
        if let Some(param) = &self.param {
            error["param"] = param.as_str().into();
        }
        json!({ "error": error })
    }
}
