//! POST /v1/checkout/sessions: mode payment, prices given with the request, pounds only.

use actix_web::http::Uri;
use chrono::{DateTime, Duration};
use serde_json::Value;

use super::account::Account;
use super::api_error::ApiError;
use super::form_params::Params;
use super::objects::{CheckoutSession, Metadata, SessionStatus};
use super::session_lines::{take_lines, total_of};
use crate::kernel::clock::Instant;

const SHORTEST: Duration = Duration::minutes(30);
const LONGEST: Duration = Duration::hours(24);

/// What the payment will carry.
#[derive(Default)]
struct PaymentData {
    description: Option<String>,
    metadata: Metadata,
}

/// Checks the request as Stripe does, and opens a session.
pub(super) fn create_session(account: &mut Account<'_>, params: Params) -> Result<Value, ApiError> {
    let (session, expand) = read_session(account, params)?;
    account.state.is_changed = true;
    account.state.sessions.push(session.clone());
    Ok(account.session_json(&session, &expand))
}

fn read_session(account: &Account<'_>, mut params: Params) -> Result<(CheckoutSession, Vec<String>), ApiError> {
    refuse_what_was_removed(&mut params)?;
    require_payment_mode(&mut params)?;
    let expand = params.take_expand(&["line_items", "payment_intent"])?;
    let success_url = take_url(&mut params, "success_url")?.ok_or_else(|| params.missing("success_url"))?;
    let cancel_url = take_url(&mut params, "cancel_url")?;
    let client_reference_id = params.take_short_text("client_reference_id", 200)?;
    let customer_email = take_email(&mut params)?;
    let expires_at = take_expiry(&mut params, account.now)?;
    let metadata = params.take_metadata("metadata")?;
    let payment = take_payment_data(&mut params)?;
    take_choices_without_effect(&mut params)?;
    let lines = take_lines(&mut params)?;
    params.finish()?;
    let session = CheckoutSession {
        id: account.new_id("cs_test"),
        status: SessionStatus::Open,
        created_at: account.now,
        expires_at,
        amount_total: total_of(&lines)?,
        lines,
        success_url,
        cancel_url,
        client_reference_id,
        customer_email,
        metadata,
        payment_description: payment.description,
        payment_metadata: payment.metadata,
        payment_intent: None,
    };
    Ok((session, expand))
}

/// Traps of older samples: each was taken out of the API version that is imitated.
fn refuse_what_was_removed(params: &mut Params) -> Result<(), ApiError> {
    if params.take_group("payment_method_types").map_or(true, |given| given.is_some()) {
        let message = "Received unknown parameter: payment_method_types. It was removed in 2026-09-30.endive; use \
                       dynamic payment methods or excluded_payment_method_types.";
        return Err(ApiError::invalid("parameter_unknown", "payment_method_types", message));
    }
    match params.take_text("ui_mode")?.as_deref() {
        None | Some("hosted_page") => Ok(()),
        Some(other) => {
            let message = format!("Invalid ui_mode: the local Stripe has only hosted_page, not {other}");
            Err(ApiError::invalid("parameter_invalid_string", "ui_mode", message))
        }
    }
}

fn require_payment_mode(params: &mut Params) -> Result<(), ApiError> {
    let mode = params.require_text("mode")?;
    if mode == "payment" {
        return Ok(());
    }
    let message = format!("Invalid mode: the local Stripe has only payment, not {mode}");
    Err(ApiError::invalid("parameter_invalid_string", "mode", message))
}

/// An absolute web address; the session id's placeholder may stand in it.
fn take_url(params: &mut Params, key: &str) -> Result<Option<String>, ApiError> {
    let Some(url) = params.take_text(key)? else {
        return Ok(None);
    };
    let parsed: Option<Uri> = url.replace("{CHECKOUT_SESSION_ID}", "x").parse().ok();
    let is_web = parsed.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    if is_web && url.chars().count() <= 5000 {
        Ok(Some(url))
    } else {
        Err(ApiError::invalid("url_invalid", key, "Not a valid URL"))
    }
}

fn take_email(params: &mut Params) -> Result<Option<String>, ApiError> {
    let Some(email) = params.take_short_text("customer_email", 800)? else {
        return Ok(None);
    };
    let is_plausible = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !email.contains(char::is_whitespace)
    });
    if is_plausible {
        Ok(Some(email))
    } else {
        Err(ApiError::invalid("email_invalid", "customer_email", format!("Invalid email address: {email}")))
    }
}

/// Between 30 minutes and 24 hours from now, counted in whole seconds; 24 hours when not given.
fn take_expiry(params: &mut Params, now: Instant) -> Result<Instant, ApiError> {
    let created = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
    let Some(seconds) = params.take_integer("expires_at")? else {
        return Ok(created + LONGEST);
    };
    let refusal = |message: &str| ApiError::invalid("parameter_invalid_integer", "expires_at", message);
    let expires_at = DateTime::from_timestamp(seconds, 0)
        .ok_or_else(|| refusal("Invalid timestamp: must be an integer Unix timestamp"))?;
    if expires_at < created + SHORTEST {
        return Err(refusal("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."));
    }
    if expires_at >= created + LONGEST {
        return Err(refusal("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."));
    }
    Ok(expires_at)
}

fn take_payment_data(params: &mut Params) -> Result<PaymentData, ApiError> {
    let Some(mut group) = params.take_group("payment_intent_data")? else {
        return Ok(PaymentData::default());
    };
    let data = PaymentData {
        description: group.take_short_text("description", 1000)?,
        metadata: group.take_metadata("metadata")?,
    };
    group.take_short_text("statement_descriptor_suffix", 22)?;
    group.finish()?;
    Ok(data)
}

/// Parameters that Stripe takes and that change nothing here.
fn take_choices_without_effect(params: &mut Params) -> Result<(), ApiError> {
    for key in ["locale", "submit_type", "billing_address_collection", "customer_creation"] {
        params.take_text(key)?;
    }
    params.take_texts("excluded_payment_method_types")?;
    Ok(())
}
