//! What a record that goes was in the middle of: a change of type that was planned, a change of address that waits. Second factors
//! and passkeys stay with the record they were made for, which signs nobody in while it is merged, and work again when the merge
//! is taken back; [`super::can_merge`] sees to it that the record that stays is guarded at least as well.

use sea_orm::ConnectionTrait;

use super::move_rows::change;
use super::store;
use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, Kept};

/// A planned change of type goes over, unless the record that stays has one of its own. An open change of address is given up:
/// whoever asked for it spoke for a record that signs nobody in any more. It comes back with the record, but for one that would
/// go forward by itself: nobody could object to it meanwhile.
pub(super) async fn merge(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    now: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    if let Some(plan) = store::planned_type_of(tx, from).await?
        && store::planned_type_of(tx, into).await?.is_none()
    {
        let moved = (Kept::Number(from), Kept::Number(into));
        change(tx, changes, ("planned_type_change", plan, "person_id"), moved).await?;
    }
    let Some(open) = store::open_address_change(tx, from).await? else { return Ok(()) };
    if open.proceeds_at.is_some() {
        return Ok(store::withdraw_address_change(tx, open.id, now).await?);
    }
    let outcome = (Kept::Text(None), Kept::Text(Some("withdrawn".to_owned())));
    change(tx, changes, ("address_change", open.id, "outcome"), outcome).await?;
    change(tx, changes, ("address_change", open.id, "closed_at"), (Kept::At(None), Kept::At(Some(now)))).await
}
