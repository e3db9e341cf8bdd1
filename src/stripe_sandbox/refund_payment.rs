//! POST /v1/refunds, and what the bank makes of a refund later. Never gives back more than was paid.

use serde_json::{Value, json};

use super::account::Account;
use super::api_error::ApiError;
use super::form_params::Params;
use super::object_json::refund_json;
use super::objects::{PaymentStatus, Refund, RefundOutcome, RefundStatus};
use super::record_event::WebhookTiming;
use crate::kernel::money::Pence;

/// Gives back all or part of a payment.
pub(super) fn create_refund(account: &mut Account<'_>, params: Params) -> Result<Value, ApiError> {
    let refund = read_refund(account, params)?;
    account.state.is_changed = true;
    account.state.refunds.push(refund.clone());
    account.move_balance("refund", (-refund.amount, Pence::ZERO), Some(&refund.id));
    if refund.status == RefundStatus::Failed {
        account.move_balance("refund_failure", (refund.amount, Pence::ZERO), Some(&refund.id));
    }
    let answer = refund_json(account, &refund);
    account.record_event("refund.created", answer.clone(), None, WebhookTiming::AtOnce);
    if refund.status == RefundStatus::Failed {
        account.record_event("refund.failed", answer.clone(), None, WebhookTiming::AtOnce);
    } else {
        account.record_charge_refunded(&refund.payment_intent);
    }
    Ok(answer)
}

fn read_refund(account: &Account<'_>, mut params: Params) -> Result<Refund, ApiError> {
    params.take_expand(&[])?;
    let payment_intent = params.require_text("payment_intent")?;
    let amount = params.take_integer("amount")?.map(Pence::new);
    let metadata = params.take_metadata("metadata")?;
    let reason = take_reason(&mut params)?;
    params.finish()?;
    if amount.is_some_and(|amount| amount < Pence::new(1)) {
        let message = "This value must be greater than or equal to 1.";
        return Err(ApiError::invalid("parameter_invalid_integer", "amount", message));
    }
    let (charge, remaining) = remaining_of(account, &payment_intent)?;
    let amount = amount.unwrap_or(remaining);
    if amount > remaining {
        let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({remaining})");
        return Err(ApiError::refused(None, message).about("amount"));
    }
    let status = match account.state.refund_outcome {
        RefundOutcome::Succeed => RefundStatus::Succeeded,
        RefundOutcome::Pending => RefundStatus::Pending,
        RefundOutcome::Fail => RefundStatus::Failed,
    };
    let id = account.new_id("re");
    let created_at = account.now;
    Ok(Refund { id, payment_intent, charge, amount, status, created_at, reason, metadata })
}

fn take_reason(params: &mut Params) -> Result<Option<String>, ApiError> {
    let reason = params.take_text("reason")?;
    match reason.as_deref() {
        None | Some("duplicate" | "fraudulent" | "requested_by_customer") => Ok(reason),
        Some(other) => {
            let message =
                format!("Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer, not {other}");
            Err(ApiError::invalid("parameter_invalid_string", "reason", message))
        }
    }
}

/// The charge of a payment and what of it can still be given back: always more than nothing.
fn remaining_of(account: &Account<'_>, payment_id: &str) -> Result<(String, Pence), ApiError> {
    let payment =
        account.payment(payment_id).ok_or_else(|| ApiError::missing("payment_intent", "payment_intent", payment_id))?;
    let charge = payment.charge_id.as_ref().filter(|_| payment.status == PaymentStatus::Succeeded);
    let Some(charge) = charge else {
        let message = format!("This PaymentIntent ({payment_id}) does not have a successful charge to refund.");
        return Err(ApiError::refused(None, message).about("payment_intent"));
    };
    let remaining = payment.amount - account.refunded_of(payment_id);
    if remaining == Pence::ZERO {
        let message = format!("Charge {charge} has already been refunded.");
        return Err(ApiError::refused(Some("charge_already_refunded"), message));
    }
    Ok((charge.clone(), remaining))
}

impl Account<'_> {
    /// The bank's answer to a pending refund; a refund that succeeded may still fail later. False when it cannot be.
    pub(super) fn finish_refund(&mut self, refund_id: &str, status: RefundStatus) -> bool {
        let Some(refund) = self.state.refunds.iter_mut().find(|refund| refund.id == refund_id) else {
            return false;
        };
        let before = refund.status;
        let can_become = match (before, status) {
            (RefundStatus::Pending, RefundStatus::Succeeded | RefundStatus::Failed)
            | (RefundStatus::Succeeded, RefundStatus::Failed) => true,
            (RefundStatus::Pending | RefundStatus::Succeeded | RefundStatus::Failed, _) => false,
        };
        if !can_become {
            return false;
        }
        refund.status = status;
        let refund = refund.clone();
        self.state.is_changed = true;
        if status == RefundStatus::Failed {
            self.move_balance("refund_failure", (refund.amount, Pence::ZERO), Some(&refund.id));
        }
        let object = refund_json(self, &refund);
        let previous = json!({ "status": before.word() });
        self.record_event("refund.updated", object.clone(), Some(previous), WebhookTiming::AtOnce);
        if status == RefundStatus::Failed {
            self.record_event("refund.failed", object, None, WebhookTiming::AtOnce);
        }
        true
    }

    fn record_charge_refunded(&mut self, payment_id: &str) {
        let Some(payment) = self.payment(payment_id).cloned() else {
            return;
        };
        let object = self.charge_json(&payment);
        self.record_event("charge.refunded", object, None, WebhookTiming::AtOnce);
    }
}
