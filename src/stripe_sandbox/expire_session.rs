//! A session's end without payment: by its time, or by POST /v1/checkout/sessions/{id}/expire.

use serde_json::Value;

use super::account::Account;
use super::api_error::ApiError;
use super::form_params::Params;
use super::objects::{CheckoutSession, PaymentStatus, SessionStatus};
use super::pay_session::PayError;
use super::record_event::WebhookTiming;

/// Expires a session on request; only an open one can be.
pub(super) fn expire_on_request(account: &mut Account<'_>, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let expand = params.take_expand(&["line_items", "payment_intent"])?;
    params.finish()?;
    account.expire(id).map_err(|error| match error {
        PayError::NotOpen(status) => ApiError::refused(
            None,
            format!(
                "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status \
                 of `{}`.",
                status.word()
            ),
        ),
        PayError::NoSuchSession | PayError::Unreachable(_) => ApiError::missing("checkout.session", "session", id),
    })?;
    let session = account.session(id).cloned().ok_or_else(|| ApiError::missing("checkout.session", "session", id))?;
    Ok(account.session_json(&session, &expand))
}

impl Account<'_> {
    /// Expires an open session now.
    pub(super) fn expire(&mut self, session_id: &str) -> Result<(), PayError> {
        let payment_id = self.open_session(session_id)?.payment_intent.clone();
        if let Some(payment_id) = payment_id {
            self.change_payment(&payment_id, |payment| payment.status = PaymentStatus::Cancelled);
        }
        self.change_session(session_id, |session| session.status = SessionStatus::Expired);
        let session = self.session(session_id).cloned().ok_or(PayError::NoSuchSession)?;
        let object = self.session_json(&session, &[]);
        self.record_event("checkout.session.expired", object, None, WebhookTiming::AtOnce);
        Ok(())
    }

    /// Expires every open session whose time is over. Runs before anything else looks at the account.
    pub(super) fn expire_sessions_past_their_time(&mut self) {
        let is_over =
            |session: &&CheckoutSession| session.status == SessionStatus::Open && session.expires_at <= self.now;
        let over: Vec<String> = self.state.sessions.iter().filter(is_over).map(|session| session.id.clone()).collect();
        for id in over {
            // It is open, or the line above would not have found it.
            let _ = self.expire(&id);
        }
    }
}
