//! An officer says what a difference is, such as a donation taken by another page of the same Stripe account. Nothing is posted:
//! it only stops asking.

use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Writes the explanation down. False when one was given before.
pub(super) async fn explain_payout(app: &App, payout_id: i64, by: i64, words: &str) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !store::mark_explained(tx, payout_id, (by, words), now).await? {
                return Ok(false);
            }
            let entry = Entry {
                actor: Actor::Person(by),
                action: "payout.explained",
                subject_kind: "payout",
                subject_id: payout_id,
                reason: Some(words),
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(true)
        })
        .await
}
