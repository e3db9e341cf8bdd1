//! Changes what limits the places of a date besides the room (HLD-10), with the audit entry.

use serde_json::{Value, json};

use crate::audit::{self, Actor, Entry};
use crate::bookings::sale::{SeatLimit, seat_limits, set_seat_limits};
use crate::db::Tx;
use crate::events::EventId;
use crate::kernel::{Instant, Unexpected};

/// What limits the places besides the room may be changed at any time; fewer than are taken are warned of as the room is.
pub(super) async fn write_limits(
    tx: &Tx,
    id: EventId,
    new: &[SeatLimit],
    (by, now): (Actor, Instant),
) -> Result<(), Unexpected> {
    let old = seat_limits(tx, id.0).await?;
    if old == new {
        return Ok(());
    }
    set_seat_limits(tx, id.0, new).await?;
    let words = |limits: &[SeatLimit]| {
        limits.iter().map(|limit| json!({"name": limit.name, "places": limit.places})).collect::<Value>()
    };
    let entry = Entry {
        actor: by,
        action: "seat_limits.changed",
        subject_kind: "event_sale",
        subject_id: id.0,
        reason: None,
        values: Some((words(&old), words(new))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
