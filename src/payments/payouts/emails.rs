//! The treasurer hears once of a payout that does not add up.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::queries::UnexplainedPayout;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::officers::{Letter, write_to_officers};

pub(super) async fn tell_of_difference(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    payout: &UnexplainedPayout,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "payout": payout.stripe_id,
        "arrived": long_date(payout.arrives_on),
        "amount": payout.amount.to_string(),
        "difference": payout.difference.to_string(),
    });
    let key = format!("payout_unexplained:{}", payout.stripe_id);
    write_to_officers(tx, tokens, Letter { template: "payout_unexplained", key, data }, now).await
}
