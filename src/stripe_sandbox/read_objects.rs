//! The GET requests: one object by its id, or a page of a list.

use serde_json::Value;

use super::account::Account;
use super::api_error::ApiError;
use super::form_params::Params;
use super::list_page::PageAsked;
use super::object_json::{event_json, list_json, payment_json, refund_json};
use super::objects::StripeEvent;

const SESSION_PARTS: [&str; 2] = ["line_items", "payment_intent"];

pub(super) fn retrieve_session(account: &Account<'_>, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let expand = params.take_expand(&SESSION_PARTS)?;
    params.finish()?;
    let session = account.session(id).ok_or_else(|| ApiError::missing("checkout.session", "session", id))?;
    Ok(account.session_json(session, &expand))
}

pub(super) fn list_sessions(account: &Account<'_>, mut params: Params) -> Result<Value, ApiError> {
    let page = PageAsked::take(&mut params)?;
    let payment = params.take_text("payment_intent")?;
    params.finish()?;
    let newest_first = account.state.sessions.iter().rev();
    let matching = newest_first.filter(|session| payment.is_none() || session.payment_intent == payment);
    let (found, has_more) = page.cut(matching, "checkout.session", |session| &session.id)?;
    let data = found.into_iter().map(|session| account.session_json(session, &[])).collect();
    Ok(list_json("/v1/checkout/sessions", data, has_more))
}

pub(super) fn retrieve_refund(account: &Account<'_>, id: &str, params: Params) -> Result<Value, ApiError> {
    params.finish()?;
    let refund = account.refund(id).ok_or_else(|| ApiError::missing("refund", "refund", id))?;
    Ok(refund_json(account, refund))
}

pub(super) fn list_refunds(account: &Account<'_>, mut params: Params) -> Result<Value, ApiError> {
    let page = PageAsked::take(&mut params)?;
    let payment = params.take_text("payment_intent")?;
    params.finish()?;
    let newest_first = account.state.refunds.iter().rev();
    let matching =
        newest_first.filter(|refund| payment.as_ref().is_none_or(|payment| refund.payment_intent == *payment));
    let (found, has_more) = page.cut(matching, "refund", |refund| &refund.id)?;
    let data = found.into_iter().map(|refund| refund_json(account, refund)).collect();
    Ok(list_json("/v1/refunds", data, has_more))
}

pub(super) fn retrieve_payment(account: &Account<'_>, id: &str, params: Params) -> Result<Value, ApiError> {
    params.finish()?;
    let payment = account.payment(id).ok_or_else(|| ApiError::missing("payment_intent", "intent", id))?;
    Ok(payment_json(payment))
}

pub(super) fn retrieve_event(account: &Account<'_>, id: &str, params: Params) -> Result<Value, ApiError> {
    params.finish()?;
    let event = account.state.events.iter().find(|event| event.id == id);
    Ok(event_json(event.ok_or_else(|| ApiError::missing("event", "id", id))?))
}

pub(super) fn list_events(account: &Account<'_>, mut params: Params) -> Result<Value, ApiError> {
    let page = PageAsked::take(&mut params)?;
    let delivered = params.take_bool("delivery_success")?;
    let created = CreatedBetween::take(&mut params)?;
    let kinds: Vec<String> = params.take_texts("types")?.into_iter().chain(params.take_text("type")?).collect();
    params.finish()?;
    let is_asked_for = |event: &&StripeEvent| {
        delivered.is_none_or(|delivered| event.delivered == delivered)
            && created.holds(event.created_at.timestamp())
            && (kinds.is_empty() || kinds.contains(&event.kind))
    };
    let matching = account.state.events.iter().rev().filter(is_asked_for);
    let (found, has_more) = page.cut(matching, "event", |event| &event.id)?;
    let data = found.into_iter().map(event_json).collect();
    Ok(list_json("/v1/events", data, has_more))
}

/// `created[gt|gte|lt|lte]=`, in Unix seconds, as inclusive bounds.
struct CreatedBetween {
    first: i64,
    last: i64,
}

impl CreatedBetween {
    fn take(params: &mut Params) -> Result<Self, ApiError> {
        let mut bounds = Self { first: i64::MIN, last: i64::MAX };
        let Some(mut range) = params.take_group("created")? else {
            return Ok(bounds);
        };
        if let Some(second) = range.take_integer("gte")? {
            bounds.first = second;
        }
        if let Some(second) = range.take_integer("gt")? {
            bounds.first = second.saturating_add(1);
        }
        if let Some(second) = range.take_integer("lte")? {
            bounds.last = second;
        }
        if let Some(second) = range.take_integer("lt")? {
            bounds.last = second.saturating_sub(1);
        }
        range.finish()?;
        Ok(bounds)
    }

    fn holds(&self, second: i64) -> bool {
        (self.first..=self.last).contains(&second)
    }
}
