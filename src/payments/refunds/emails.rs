//! What is mailed about refunds: to officers when one needs them, to the payer when one takes longer. That a refund is on its
//! way is said by whoever sold the thing, in its own words.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::refund_clock::{RefundClock, due_on};
use super::store::RefundRow;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::notifications::{NewMessage, outbox};
use crate::payments::officers::{Letter, write_to_officers};
use crate::payments::store::{self as money, ChargeRow};

/// A large refund waits for a second person (D11).
pub(super) async fn ask_for_decision(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let key = format!("refund_needs_approval:{}", refund.row.id);
    write_to_officers(
        tx,
        tokens,
        Letter { template: "refund_needs_approval", key, data: about(tx, refund).await? },
        now,
    )
    .await
}

/// A refund is to be paid by bank transfer (REF-10).
pub(super) async fn tell_officers_to_pay(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let key = format!("refund_to_pay_by_hand:{}", refund.row.id);
    write_to_officers(
        tx,
        tokens,
        Letter { template: "refund_to_pay_by_hand", key, data: about(tx, refund).await? },
        now,
    )
    .await
}

/// A refund failed; `is_last` when it will not be tried again by itself (REF-11).
pub(super) async fn tell_officers_of_failure(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    failure: Failure<'_>,
    now: Instant,
) -> Result<(), Unexpected> {
    let mut data = about(tx, refund).await?;
    data["why"] = json!(in_words(failure.why));
    data["is_last"] = json!(failure.is_last);
    let key = format!("refund_failed:{}:{}", refund.row.id, refund.row.attempts);
    write_to_officers(tx, tokens, Letter { template: "refund_failed", key, data }, now).await
}

/// Why a refund failed, and whether that was the last try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure<'a> {
    pub(super) why: &'a str,
    pub(super) is_last: bool,
}

/// How a refund that takes long is told of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reminder {
    pub(super) clock: RefundClock,
    /// The payer's bank looks into the payment, so nothing may go back now (REF-19).
    pub(super) is_disputed: bool,
}

/// A refund is not with its payer yet: one letter from the tenth day on, and one when it is late (CO-08).
pub(super) async fn remind_officers(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    reminder: Reminder,
    now: Instant,
) -> Result<(), Unexpected> {
    let mut data = about(tx, refund).await?;
    data["asked_on"] = json!(long_date(london_date(refund.row.requested_at)));
    data["due_on"] = json!(long_date(due_on(refund.row.requested_at)));
    data["is_late"] = json!(reminder.clock == RefundClock::Late);
    data["is_disputed"] = json!(reminder.is_disputed);
    data["standing"] = json!(refund.state.label());
    let key = format!("refund_not_paid_yet:{}:{}", refund.row.id, reminder.clock.word());
    write_to_officers(tx, tokens, Letter { template: "refund_not_paid_yet", key, data }, now).await
}

/// The payer hears once that their money takes longer.
pub(super) async fn tell_payer_of_delay(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(charge) = charge_of(tx, refund).await? else { return Ok(()) };
    let message = NewMessage {
        template: "refund_delayed",
        person_id: charge.payer_person_id,
        to_name: charge.payer_name,
        to_address: charge.payer_email,
        data: about(tx, refund).await?,
        calendar: None,
        dedupe_key: format!("refund_delayed:{}", refund.row.id),
    };
    outbox::queue(tx, tokens, message, now).await
}

async fn charge_of(tx: &impl ConnectionTrait, refund: &RefundRow) -> Result<Option<ChargeRow>, Unexpected> {
    match refund.row.charge_id {
        Some(id) => money::load_charge(tx, id).await.map(Some),
        None => Ok(None),
    }
}

async fn about(tx: &impl ConnectionTrait, refund: &RefundRow) -> Result<Value, Unexpected> {
    let charge = charge_of(tx, refund).await?;
    let of = |read: fn(&ChargeRow) -> &str| charge.as_ref().map(read).unwrap_or_default().to_owned();
    Ok(json!({
        "payer": of(|charge| &charge.payer_name),
        "amount": refund.amount().to_string(),
        "reference": refund.row.reference,
        "reason": refund.row.reason,
        "charge": of(|charge| &charge.description),
        "charge_reference": of(|charge| &charge.reference),
        "attempts": refund.row.attempts,
    }))
}

/// Stripe's word for a failure, for people.
pub(in crate::payments) fn in_words(why: &str) -> String {
    let words = match why {
        "lost_or_stolen_card" => "the card was reported lost or stolen",
        "expired_or_canceled_card" => "the card has expired or was cancelled",
        "charge_for_pending_refund_disputed" => "the payer has disputed the payment with their bank",
        "insufficient_funds" => "there is not enough money in the Stripe account",
        "declined" => "the payer's bank declined it",
        "merchant_request" => "it was cancelled in Stripe's dashboard",
        "unknown" | "no reason given" => "the payer's bank gave no reason",
        other => other,
    };
    words.to_owned()
}
