//! What the payer does on the hosted page: pays by a card that works, or by one that is declined.

use std::io;

use super::account::Account;
use super::object_json::payment_json;
use super::objects::{CheckoutSession, Payment, PaymentStatus, SessionStatus};
use super::record_event::WebhookTiming;

/// Why a session cannot be paid.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// There is no session of that id.
    #[error("there is no such checkout session")]
    NoSuchSession,
    /// It was paid or has expired.
    #[error("the checkout session is {}, not open", .0.word())]
    NotOpen(SessionStatus),
    /// The pay page itself did not answer.
    #[error("the pay page did not answer")]
    Unreachable(#[source] io::Error),
}

impl Account<'_> {
    /// Pays an open session and returns the address the payer is sent to.
    pub(super) fn pay(&mut self, session_id: &str, timing: WebhookTiming) -> Result<String, PayError> {
        let payment_id = self.payment_of_open_session(session_id)?;
        let charge_id = self.new_id("ch");
        self.change_payment(&payment_id, |payment| {
            payment.status = PaymentStatus::Succeeded;
            payment.charge_id = Some(charge_id.clone());
        });
        let amount = self.payment(&payment_id).map(|payment| payment.amount).unwrap_or_default();
        self.note_charge(&charge_id, amount);
        self.change_session(session_id, |session| session.status = SessionStatus::Complete);
        let session = self.session(session_id).cloned().ok_or(PayError::NoSuchSession)?;
        let object = self.session_json(&session, &[]);
        self.record_event("checkout.session.completed", object, None, timing);
        Ok(session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id))
    }

    /// Tries a card that the bank declines. The session stays open.
    pub(super) fn decline(&mut self, session_id: &str) -> Result<(), PayError> {
        let payment_id = self.payment_of_open_session(session_id)?;
        self.change_payment(&payment_id, |payment| payment.status = PaymentStatus::Declined);
        let payment = self.payment(&payment_id).cloned().ok_or(PayError::NoSuchSession)?;
        let object = payment_json(&payment);
        self.record_event("payment_intent.payment_failed", object, None, WebhookTiming::AtOnce);
        Ok(())
    }

    /// The session, if it can still be paid.
    pub(super) fn open_session(&self, session_id: &str) -> Result<&CheckoutSession, PayError> {
        let session = self.session(session_id).ok_or(PayError::NoSuchSession)?;
        match session.status {
            SessionStatus::Open => Ok(session),
            other => Err(PayError::NotOpen(other)),
        }
    }

    /// The session's payment intent, which comes into being when the payer first tries to pay.
    fn payment_of_open_session(&mut self, session_id: &str) -> Result<String, PayError> {
        let session = self.open_session(session_id)?;
        if let Some(payment_id) = &session.payment_intent {
            return Ok(payment_id.clone());
        }
        let payment = Payment {
            id: self.new_id("pi"),
            session_id: session.id.clone(),
            charge_id: None,
            amount: session.amount_total,
            status: PaymentStatus::Declined,
            created_at: self.now,
            email: session.customer_email.clone(),
            description: session.payment_description.clone(),
            metadata: session.payment_metadata.clone(),
        };
        let payment_id = payment.id.clone();
        self.state.payments.push(payment);
        self.change_session(session_id, |session| session.payment_intent = Some(payment_id.clone()));
        Ok(payment_id)
    }
}
