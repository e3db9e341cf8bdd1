//! The emails that orders cause. Each builder says who gets it, what it holds, and the key that makes it go out once.

use serde_json::{Value, json};

use super::letters::{Letter, queue_letter};
use super::order::{OrderKind, OrderPayer, OrderState, OrderSummary};
use super::pay_order::BankTransfer;
use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::ending::cooling_off::cooling_off_last_day;
use crate::members::membership::give_term::GivenTerm;
use crate::members::membership::queries::{load_chain, version_with_id};
use crate::members::membership::terms_of_membership::{AcceptedTerms, accepted_terms, find_current_terms};
use crate::notifications::plain_links;

/// Number, term, rights, receipt, how to change one's mind and by when (CO-05), with the form for it (CO-04), how to leave, and the
/// terms that were accepted.
pub(super) async fn queue_confirmation(
    app: &App,
    tx: &Tx,
    (order, given): (&OrderSummary, GivenTerm),
    now: Instant,
) -> Result<(), Unexpected> {
    let chain = load_chain(tx, order.person_id).await?;
    let term = chain.terms.iter().find(|record| record.id == given.id).context("the term just written is not there")?;
    let version = version_with_id(tx, order.version_id).await?;
    let rights: Vec<&str> = version.rights.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let accepted = accepted_terms(tx, order).await?;
    let ordered_on = accepted.as_ref().map_or_else(|| london_date(order.created_at), |accepted| accepted.accepted_on);
    let last_day_to_cancel = cooling_off_last_day(now);
    let data = json!({
        "type_name": order.type_name,
        "number": given.number,
        "kind": order.kind.word(),
        "starts_on": long_date(term.term.starts_on),
        "ends_on": long_date(given.ends_on),
        "rights": rights,
        "is_free": order.price.is_zero(),
        "price": order.price.to_string(),
        "reference": order.reference,
        "cancel_until": long_date(last_day_to_cancel),
        "pays_personally": order.payer == OrderPayer::Myself,
        "ordered_on": long_date(ordered_on),
        "terms": if order.price.is_zero() { Value::Null } else { terms_in_letter(app, tx, accepted).await? },
    });
    let template = if order.kind == OrderKind::Renewal { "membership_renewed" } else { "membership_confirmed" };
    let key = format!("membership-confirmed:{}", order.id);
    queue_letter(app, tx, Letter { template, person_id: order.person_id, data, key }, now).await
}

/// The version that was accepted and its words; those in force where nobody accepted any, because an officer wrote the payment
/// down for an order that its person had not begun to pay.
async fn terms_in_letter(app: &App, tx: &Tx, accepted: Option<AcceptedTerms>) -> Result<Value, Unexpected> {
    let (terms, accepted_on) = match accepted {
        Some(accepted) => (accepted.terms, long_date(accepted.accepted_on)),
        None => match find_current_terms(tx).await? {
            Some(terms) => (terms, String::new()),
            None => return Ok(Value::Null),
        },
    };
    let words = plain_links(&terms.words, &app.shell.base_url);
    Ok(json!({ "version": terms.version, "accepted_on": accepted_on, "words": words }))
}

/// How to pay by bank transfer, and until when the offer stands (D14, CO-02).
pub(super) async fn queue_bank_details(
    app: &App,
    tx: &Tx,
    (order, transfer): (&OrderSummary, &BankTransfer),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "type_name": order.type_name,
        "what": order.kind.label(),
        "amount": transfer.amount.to_string(),
        "account_name": transfer.account_name,
        "sort_code": transfer.sort_code,
        "account_number": transfer.account_number,
        "reference": transfer.reference,
        "pay_by": long_date(transfer.pay_by),
    });
    let key = format!("membership-payment-awaited:{}:{}", order.id, transfer.amount.get());
    let letter = Letter { template: "membership_payment_awaited", person_id: order.person_id, data, key };
    queue_letter(app, tx, letter, now).await
}

/// Apologises for money that could buy nothing, and says that it is on its way back.
pub(super) async fn queue_payment_returned(
    app: &App,
    tx: &Tx,
    (order, payment_id): (&OrderSummary, i64),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "type_name": order.type_name,
        "reference": order.reference,
        "was_paid": order.state == OrderState::Paid,
    });
    let key = format!("membership-payment-returned:{payment_id}");
    let letter = Letter { template: "membership_payment_returned", person_id: order.person_id, data, key };
    queue_letter(app, tx, letter, now).await
}
