//! Officers hear of a dispute at once: the bank gives few days to answer.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store::DisputeRow;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::ledger;
use crate::payments::officers::{Letter, write_to_officers};
use crate::payments::store::load_charge;

pub(super) async fn tell_officers(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    dispute: &DisputeRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let charge = match ledger::charge_meant_by(tx, dispute.payment_id).await? {
        Some(id) => Some(load_charge(tx, id).await?),
        None => None,
    };
    let data = json!({
        "amount": Pence::new(dispute.amount_pence).to_string(),
        "stripe_dispute": dispute.stripe_dispute_id,
        "payer": charge.as_ref().map(|charge| charge.payer_name.clone()).unwrap_or_default(),
        "charge": charge.as_ref().map(|charge| charge.description.clone()).unwrap_or_default(),
        "charge_reference": charge.map(|charge| charge.reference).unwrap_or_default(),
    });
    let letter = Letter { template: "payment_disputed", key: format!("payment_disputed:{}", dispute.id), data };
    write_to_officers(tx, tokens, letter, now).await
}
