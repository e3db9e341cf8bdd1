//! The API's route table.

use serde_json::Value;

use super::account::Account;
use super::answer_api::ApiRequest;
use super::api_error::ApiError;
use super::create_session::create_session;
use super::expire_session::expire_on_request;
use super::form_params::Params;
use super::read_balance::{list_payouts, list_transactions, retrieve_payout, retrieve_transaction};
use super::read_objects::{
    list_events, list_refunds, list_sessions, retrieve_event, retrieve_payment, retrieve_refund, retrieve_session,
};
use super::refund_payment::create_refund;

/// Finds the endpoint and runs it.
pub(super) fn run_endpoint(account: &mut Account<'_>, request: &ApiRequest) -> Result<Value, ApiError> {
    let params = Params::read(&request.pairs)?;
    let place: Vec<&str> = request.path.trim_start_matches("/v1/").split('/').collect();
    match (request.method.as_str(), place.as_slice()) {
        ("POST", ["checkout", "sessions"]) => create_session(account, params),
        ("GET", ["checkout", "sessions"]) => list_sessions(account, params),
        ("GET", ["checkout", "sessions", id]) => retrieve_session(account, id, params),
        ("POST", ["checkout", "sessions", id, "expire"]) => expire_on_request(account, id, params),
        ("GET", ["payment_intents", id]) => retrieve_payment(account, id, params),
        ("POST", ["refunds"]) => create_refund(account, params),
        ("GET", ["refunds"]) => list_refunds(account, params),
        ("GET", ["refunds", id]) => retrieve_refund(account, id, params),
        ("GET", ["payouts"]) => list_payouts(account, params),
        ("GET", ["payouts", id]) => retrieve_payout(account, id, params),
        ("GET", ["balance_transactions"]) => list_transactions(account, params),
        ("GET", ["balance_transactions", id]) => retrieve_transaction(account, id, params),
        ("GET", ["events"]) => list_events(account, params),
        ("GET", ["events", id]) => retrieve_event(account, id, params),
        (method, _) => Err(ApiError::unknown_url(method, &request.path)),
    }
}
