//! The difference for a dearer date has been paid: the move is carried out with the seats that were kept.

use entity::{booking, place_change};

use super::carry_out::Moving;
use super::move_places::{MovePlacesError, look_at_move};
use super::seats_there::seats_there;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::Seats;
use crate::bookings::place_change::settle_change::{Refusal, carry_into};
use crate::bookings::set_up_sale::lock_seats;
use crate::db::Tx;
use crate::events::load_event;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Moves, or says why it is no longer possible and changes nothing.
pub async fn move_when_paid(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    payment_id: i64,
    now: Instant,
) -> Result<Result<(), Refusal>, Unexpected> {
    let to = change.to_event_id.context("a move names no date")?;
    // Whether it was allowed counts when it was asked for: the window may have closed while the payment page was open.
    let case = match look_at_move(tx, booking, (change.place_id, to), true, now).await {
        Ok(case) => case,
        Err(MovePlacesError::Unexpected(error)) => return Err(error),
        Err(_) => return Ok(Err("the places, or the other date, could no longer be booked")),
    };
    if case.preview.due.get() != change.amount_pence || seats_there(&case) != Seats::kept_by(change) {
        return Ok(Err("the booking was changed meanwhile"));
    }
    let moving = Moving {
        app,
        tx,
        booking,
        case: &case,
        by_officer: change.made_by == "officer",
        actor: change.actor_person_id.map_or(Actor::Link, Actor::Person),
        reason: &change.reason,
        now,
    };
    match moving.check_twins().await {
        Ok(()) => {}
        Err(MovePlacesError::Unexpected(error)) => return Err(error),
        Err(_) => return Ok(Err("somebody had booked the other date meanwhile")),
    }
    let mut pools = [(case.from_sale.pool_id, case.from.id.0), (case.to_sale.pool_id, case.to.id.0)];
    pools.sort_unstable();
    for (_, event_id) in pools {
        lock_seats(tx, event_id).await?;
    }
    if !load_event(tx, case.to.id).await?.is_published() {
        return Ok(Err("the other date had been called off"));
    }
    let moved = match moving.carry_out().await {
        Ok(moved) => moved,
        Err(MovePlacesError::Unexpected(error)) => return Err(error),
        // The rows are half written: the whole transaction has to go back, and the job tries again.
        Err(other) => return Err(Unexpected::because(format!("change {}: {other}", change.id))),
    };
    let charge_id = moved.booking.charge_id.context("a dearer date has no charge")?;
    carry_into(tx, change, payment_id, charge_id, now).await?;
    moving.tell(&moved).await?;
    Ok(Ok(()))
}
