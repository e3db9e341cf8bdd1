//! GET of payouts and balance transactions, in Stripe's shapes.

use serde_json::{Value, json};

use super::account::Account;
use super::api_error::ApiError;
use super::balance::{BalanceTransaction, Payout, PayoutStatus};
use super::form_params::Params;
use super::list_page::PageAsked;
use super::object_json::{list_json, refund_json};
use crate::kernel::money::Pence;

pub(super) fn list_payouts(account: &Account<'_>, mut params: Params) -> Result<Value, ApiError> {
    let page = PageAsked::take(&mut params)?;
    let status = params.take_text("status")?;
    params.finish()?;
    let newest_first = account.state.payouts.iter().rev();
    let matching = newest_first.filter(|payout| status.as_ref().is_none_or(|status| payout.status.word() == *status));
    let (found, has_more) = page.cut(matching, "payout", |payout| &payout.id)?;
    Ok(list_json("/v1/payouts", found.into_iter().map(payout_json).collect(), has_more))
}

pub(super) fn retrieve_payout(account: &Account<'_>, id: &str, params: Params) -> Result<Value, ApiError> {
    params.finish()?;
    Ok(payout_json(find_payout(account, id)?))
}

pub(super) fn list_transactions(account: &Account<'_>, mut params: Params) -> Result<Value, ApiError> {
    let page = PageAsked::take(&mut params)?;
    let expand = params.take_expand(&["data.source"])?;
    let (payout, kind) = (params.take_text("payout")?, params.take_text("type")?);
    let source = params.take_text("source")?;
    params.finish()?;
    if let Some(id) = &payout
        && !find_payout(account, id)?.is_automatic
    {
        let message = "Balance transaction history can only be filtered on automatic transfers, not manual.";
        return Err(ApiError::refused(None, message).about("payout"));
    }
    let is_asked_for = |one: &&BalanceTransaction| {
        payout.as_ref().is_none_or(|id| one.payout.as_ref() == Some(id))
            && kind.as_ref().is_none_or(|kind| one.kind == *kind)
            && source.as_ref().is_none_or(|source| one.source.as_ref() == Some(source))
    };
    // What was paid out stands in the list with the payout's own line, as Stripe lists it.
    let newest_first = account.state.transactions.iter().rev().filter(is_asked_for);
    let (found, has_more) = page.cut(newest_first, "balance_transaction", |one| &one.id)?;
    let data = found.into_iter().map(|one| transaction_json(account, one, !expand.is_empty())).collect();
    Ok(list_json("/v1/balance_transactions", data, has_more))
}

pub(super) fn retrieve_transaction(account: &Account<'_>, id: &str, mut params: Params) -> Result<Value, ApiError> {
    let expand = params.take_expand(&["source"])?;
    params.finish()?;
    let found = account.state.transactions.iter().find(|one| one.id == id);
    let one = found.ok_or_else(|| ApiError::missing("balance transaction", "id", id))?;
    Ok(transaction_json(account, one, !expand.is_empty()))
}

fn find_payout<'a>(account: &'a Account<'_>, id: &str) -> Result<&'a Payout, ApiError> {
    let found = account.state.payouts.iter().find(|payout| payout.id == id);
    found.ok_or_else(|| ApiError::missing("payout", "payout", id))
}

fn payout_json(payout: &Payout) -> Value {
    let failed = payout.status == PayoutStatus::Failed;
    json!({
        "id": payout.id,
        "object": "payout",
        "amount": payout.amount,
        "application_fee": null,
        "application_fee_amount": null,
        "arrival_date": payout.arrives_at.timestamp(),
        "automatic": payout.is_automatic,
        "balance_transaction": payout.transaction,
        "created": payout.created_at.timestamp(),
        "currency": "gbp",
        "description": "STRIPE PAYOUT",
        "destination": "ba_local",
        "failure_balance_transaction": payout.failure_transaction,
        "failure_code": failed.then_some("account_closed"),
        "failure_message": failed.then_some("The bank account has been closed."),
        "livemode": false,
        "metadata": {},
        "method": "standard",
        "original_payout": null,
        "payout_method": null,
        "reconciliation_status": if payout.is_automatic { "completed" } else { "not_applicable" },
        "reversed_by": null,
        "source_type": "card",
        "statement_descriptor": null,
        "status": payout.status.word(),
        "trace_id": null,
        "type": "bank_account",
    })
}

fn transaction_json(account: &Account<'_>, one: &BalanceTransaction, with_source: bool) -> Value {
    let fees = (one.fee > Pence::ZERO).then(|| {
        json!({
            "amount": one.fee, "application": null, "currency": "gbp",
            "description": "Stripe processing fees", "type": "stripe_fee",
        })
    });
    json!({
        "id": one.id,
        "object": "balance_transaction",
        "amount": one.amount,
        "available_on": one.created_at.timestamp(),
        "balance_type": "payments",
        "created": one.created_at.timestamp(),
        "currency": "gbp",
        "description": null,
        "exchange_rate": null,
        "fee": one.fee,
        "fee_details": fees.into_iter().collect::<Vec<_>>(),
        "net": one.amount - one.fee,
        "reporting_category": category(&one.kind),
        "source": one.source.as_deref().map(|id| if with_source { source_json(account, id) } else { id.into() }),
        "status": "available",
        "type": one.kind,
    })
}

/// The whole object, where this Stripe knows it; a dispute, say, is only an id.
fn source_json(account: &Account<'_>, id: &str) -> Value {
    let charge = account.state.payments.iter().find(|payment| payment.charge_id.as_deref() == Some(id));
    if let Some(payment) = charge {
        return account.charge_json(payment);
    }
    if let Some(refund) = account.refund(id) {
        return refund_json(account, refund);
    }
    account.state.payouts.iter().find(|payout| payout.id == id).map_or_else(|| id.into(), payout_json)
}

/// Stripe's coarser word for a type.
fn category(kind: &str) -> &str {
    match kind {
        "stripe_fee" => "fee",
        "adjustment" => "other_adjustment",
        "payout_failure" => "payout_reversal",
        kind => kind,
    }
}
