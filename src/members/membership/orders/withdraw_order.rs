//! Gives an open order up.

use super::close_order::{Closing, close_order};
use super::queries::find_order;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};

/// Withdraws the person's order with this reference, in the caller's transaction. False when it was not open (any more), or is
/// not theirs.
pub async fn withdraw_order(
    app: &App,
    tx: &Tx,
    (person_id, reference): (i64, &str),
    (actor, reason): (Actor, &str),
    now: Instant,
) -> Result<bool, Unexpected> {
    match find_order(tx, person_id, reference).await? {
        Some(order) => close_order(app, tx, &order, Closing::withdrawn(actor, reason), now).await,
        None => Ok(false),
    }
}
