//! Ends a discount code at once. Bookings that use it keep their price (ELG-4).

use sea_orm::ConnectionTrait;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Ends it. False: it had been ended before, or there is none.
pub(super) async fn end_code(
    tx: &impl ConnectionTrait,
    code_id: i64,
    officer_id: i64,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::mark_ended(tx, code_id, now).await? {
        return Ok(false);
    }
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "discount_code.ended",
        subject_kind: "discount_code",
        subject_id: code_id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
