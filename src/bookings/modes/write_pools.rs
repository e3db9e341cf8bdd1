//! Gives a date its two pools, changes their numbers, or takes them away when it has one kind of place again. The caller holds the row
//! of the date's own pool, and has written the sum into it.

use serde_json::{Value, json};

use super::desk_fields::TypedPools;
use super::pools::{ModePool, ModePools};
use super::queries::has_seats_in_flight;
use super::seats::PlaceMode;
use super::store;
use crate::audit::{self, Actor, Entry};
use crate::bookings::sale::find_sale;
use crate::db::Tx;
use crate::events::{EventId, EventMode};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Unexpected};

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum PoolsRefused {
    /// HLD-8: fewer of one kind than are taken, and the officer has not said that it is meant.
    #[error("{taken} places {} are taken. Nobody loses a place, but nobody else can have one until fewer are taken. Tick the box at the number of places if you mean it.", mode.words())]
    Fewer {
        /// Of which kind.
        mode: PlaceMode,
        /// How many are taken.
        taken: i32,
    },
    /// Seats are kept of which nobody has said what kind they are.
    #[error(
        "Places on this date are being offered to the waiting list, or wait for the payment of a change. Change how it is sold when that is over; the other fields can be saved now."
    )]
    InFlight,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(PoolsRefused);

/// Writes what was typed over what there is. Whoever has a place already keeps the way they had: what the date was `before` says it.
pub(in crate::bookings) async fn write_pools(
    tx: &Tx,
    (id, before): (EventId, EventMode),
    typed: Option<TypedPools>,
    fewer_ok: bool,
    (by, now): (Actor, Instant),
) -> Result<(), PoolsRefused> {
    // Read behind the row that the caller holds, so today's numbers.
    let sale = find_sale(tx, id.0).await?;
    let stored = sale.as_ref().and_then(|sale| sale.modes);
    match (stored, typed) {
        (None, None) => return Ok(()),
        (Some(pools), Some(typed)) if numbers(&pools) == (typed.room, typed.online) => return Ok(()),
        (Some(pools), Some(typed)) => change_numbers(tx, id, (&pools, typed), fewer_ok).await?,
        (None, Some(typed)) => {
            check_in_flight(tx, id).await?;
            let mode = PlaceMode::before_it_was_asked(before);
            check_room_for(sale.map_or(0, |sale| sale.taken), (mode, typed), fewer_ok)?;
            store::set_all_modes(tx, id.0, Some(mode)).await?;
            store::set_pools(tx, id.0, (typed.room, typed.online)).await?;
        }
        (Some(_), None) => {
            check_in_flight(tx, id).await?;
            store::set_all_modes(tx, id.0, None).await?;
            store::drop_pools(tx, id.0).await?;
        }
    }
    let value = |numbers: Option<(i32, i32)>| {
        numbers.map_or(Value::Null, |(room, online)| json!({ "places_in_room": room, "places_online": online }))
    };
    let typed = typed.map(|typed| (typed.room, typed.online));
    let entry = Entry {
        actor: by,
        action: "event_sale.modes_changed",
        subject_kind: "event_sale",
        subject_id: id.0,
        reason: None,
        values: Some((value(stored.as_ref().map(numbers)), value(typed))),
    };
    Ok(audit::record(tx, entry, now).await.map_err(Unexpected::from)?)
}

/// HLD-8: everybody who has booked takes part in the one way there was.
fn check_room_for(taken: i32, (mode, typed): (PlaceMode, TypedPools), fewer_ok: bool) -> Result<(), PoolsRefused> {
    let places = match mode {
        PlaceMode::Room => typed.room,
        PlaceMode::Online => typed.online,
    };
    if places < taken && !fewer_ok { Err(PoolsRefused::Fewer { mode, taken }) } else { Ok(()) }
}

fn numbers(pools: &ModePools) -> (i32, i32) {
    (pools.room.capacity, pools.online.capacity)
}

/// HLD-8: allowed after a warning, and only a lowering needs one.
async fn change_numbers(
    tx: &Tx,
    id: EventId,
    (pools, typed): (&ModePools, TypedPools),
    fewer_ok: bool,
) -> Result<(), PoolsRefused> {
    for (mode, places) in [(PlaceMode::Room, typed.room), (PlaceMode::Online, typed.online)] {
        let ModePool { taken, capacity, .. } = *pools.pool(mode);
        if places < taken && places < capacity && !fewer_ok {
            return Err(PoolsRefused::Fewer { mode, taken });
        }
        store::set_places(tx, id.0, mode, places).await?;
    }
    Ok(())
}

async fn check_in_flight(tx: &Tx, id: EventId) -> Result<(), PoolsRefused> {
    if has_seats_in_flight(tx, id.0).await? { Err(PoolsRefused::InFlight) } else { Ok(()) }
}
