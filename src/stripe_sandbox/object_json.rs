//! Objects as Stripe prints them, with every field that the real client's strict reader asks for.

use serde_json::{Value, json};

use super::account::Account;
use super::objects::{CheckoutSession, Payment, PaymentStatus, Refund, RefundStatus, SessionStatus, StripeEvent};
use crate::kernel::money::Pence;

impl Account<'_> {
    /// A `checkout.session`; `expand` may ask for its lines and its payment intent in full.
    pub(super) fn session_json(&self, session: &CheckoutSession, expand: &[String]) -> Value {
        let is_open = session.status == SessionStatus::Open;
        let is_paid = session.status == SessionStatus::Complete;
        let mut object = json!({
            "id": session.id,
            "object": "checkout.session",
            "status": session.status.word(),
            "payment_status": if is_paid { "paid" } else { "unpaid" },
            "mode": "payment",
            "ui_mode": "hosted_page",
            "url": is_open.then(|| format!("{}pay/{}", self.base_url, session.id)),
            "created": session.created_at.timestamp(),
            "expires_at": session.expires_at.timestamp(),
            "livemode": false,
            "currency": "gbp",
            "amount_subtotal": session.amount_total,
            "amount_total": session.amount_total,
            "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
            "success_url": session.success_url,
            "cancel_url": session.cancel_url,
            "client_reference_id": session.client_reference_id,
            "customer": null,
            "customer_creation": "if_required",
            "customer_email": session.customer_email,
            "customer_details": is_paid.then(|| payer_json(session.customer_email.as_deref())),
            "metadata": session.metadata,
            "payment_intent": session.payment_intent,
            "payment_method_collection": "if_required",
            "payment_method_types": ["card"],
            "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
            "custom_fields": [],
            "custom_text": {
                "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null,
            },
            "phone_number_collection": { "enabled": false },
            "shipping_options": [],
        });
        if expand.iter().any(|name| name == "line_items") {
            object["line_items"] = lines_json(session);
        }
        let payment = session.payment_intent.as_ref().and_then(|id| self.payment(id));
        if let Some(payment) = payment.filter(|_| expand.iter().any(|name| name == "payment_intent")) {
            object["payment_intent"] = payment_json(payment);
        }
        object
    }

    /// A `charge`, with what has been refunded of it.
    pub(super) fn charge_json(&self, payment: &Payment) -> Value {
        let refunded = self.refunded_of(&payment.id);
        json!({
            "id": payment.charge_id,
            "object": "charge",
            "status": "succeeded",
            "amount": payment.amount,
            "amount_captured": payment.amount,
            "amount_refunded": refunded,
            "balance_transaction": payment.charge_id.as_deref().and_then(|id| self.transaction_of("charge", id)),
            "billing_details": payer_json(payment.email.as_deref()),
            "captured": true,
            "created": payment.created_at.timestamp(),
            "currency": "gbp",
            "description": payment.description,
            "disputed": false,
            "livemode": false,
            "metadata": payment.metadata,
            "paid": true,
            "payment_intent": payment.id,
            "refunded": refunded == payment.amount,
        })
    }
}

/// A `payment_intent`.
pub(super) fn payment_json(payment: &Payment) -> Value {
    let is_paid = payment.status == PaymentStatus::Succeeded;
    let declined = (payment.status == PaymentStatus::Declined).then(|| {
        json!({
            "type": "card_error", "code": "card_declined", "decline_code": "generic_decline",
            "message": "Your card was declined.",
        })
    });
    json!({
        "id": payment.id,
        "object": "payment_intent",
        "status": payment.status.word(),
        "amount": payment.amount,
        "amount_capturable": 0,
        "amount_received": if is_paid { payment.amount } else { Pence::ZERO },
        "capture_method": "automatic_async",
        "confirmation_method": "automatic",
        "created": payment.created_at.timestamp(),
        "currency": "gbp",
        "customer": null,
        "description": payment.description,
        "last_payment_error": declined,
        "latest_charge": payment.charge_id,
        "livemode": false,
        "metadata": payment.metadata,
        "payment_method_types": ["card"],
    })
}

/// A `refund`.
pub(super) fn refund_json(account: &Account<'_>, refund: &Refund) -> Value {
    let mut object = json!({
        "id": refund.id,
        "object": "refund",
        "status": refund.status.word(),
        "amount": refund.amount,
        "balance_transaction": account.transaction_of("refund", &refund.id),
        "charge": refund.charge,
        "created": refund.created_at.timestamp(),
        "currency": "gbp",
        "metadata": refund.metadata,
        "payment_intent": refund.payment_intent,
        "reason": refund.reason,
    });
    if refund.status == RefundStatus::Failed {
        object["failure_balance_transaction"] = json!(account.transaction_of("refund_failure", &refund.id));
        object["failure_reason"] = "declined".into();
    }
    object
}

/// An `event` as the API lists it: the payload, with what is still to be delivered.
pub(super) fn event_json(event: &StripeEvent) -> Value {
    let mut object: Value = serde_json::from_str(&event.payload).unwrap_or_default();
    object["pending_webhooks"] = i32::from(!event.delivered).into();
    object
}

/// A page of a list, in Stripe's shape.
pub(super) fn list_json(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({ "object": "list", "url": url, "has_more": has_more, "data": data })
}

fn payer_json(email: Option<&str>) -> Value {
    json!({
        "address": {
            "city": null, "country": "GB", "line1": null, "line2": null, "postal_code": null, "state": null,
        },
        "email": email,
        "name": null,
        "phone": null,
    })
}

fn lines_json(session: &CheckoutSession) -> Value {
    let lines = session.lines.iter().zip(1..).map(|(line, number)| {
        json!({
            "id": format!("li_{}_{number}", session.id),
            "object": "item",
            "amount_discount": 0,
            "amount_subtotal": line.amount,
            "amount_tax": 0,
            "amount_total": line.amount,
            "currency": "gbp",
            "description": line.name,
            "quantity": line.quantity,
        })
    });
    list_json(&format!("/v1/checkout/sessions/{}/line_items", session.id), lines.collect(), false)
}
