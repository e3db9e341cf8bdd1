//! A charge that takes the place of another is billed like it (TRF-4): the same customer and purchase order, another supply.

use chrono::NaiveDate;
use entity::charge_billing;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::{Instant, Unexpected};

/// Writes down that `to` is billed as `from` is, with what is supplied and when. False: `from` is not paid by invoice.
/// [`issue_or_ask`](super::issue_or_ask()) follows.
pub async fn draft_like(
    tx: &impl ConnectionTrait,
    (from, to): (i64, i64),
    (supply_on, supply_words): (Option<NaiveDate>, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some(known) = store::find_billing_of(tx, from).await? else { return Ok(false) };
    let row = charge_billing::ActiveModel {
        charge_id: Set(to),
        customer_id: Set(known.customer_id),
        billing_name: Set(known.billing_name),
        billing_address: Set(known.billing_address),
        billing_email: Set(known.billing_email),
        contact_name: Set(known.contact_name),
        buyer_reference: Set(known.buyer_reference),
        po_number: Set(known.po_number),
        po_given_at: Set(known.po_given_at),
        po_promised_by: Set(known.po_promised_by),
        supply_on: Set(supply_on),
        supply_words: Set(supply_words.to_owned()),
        is_checked: Set(known.is_checked),
        is_disputed: Set(false),
        dispute_reason: Set(String::new()),
        link_generation: Set(1),
        created_at: Set(now),
        ..Default::default()
    };
    store::find_or_insert_billing(tx, row, to).await?;
    Ok(true)
}
