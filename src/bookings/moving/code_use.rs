//! The use of a discount code belongs to the booking that was made with it, and goes on with its places when they move.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;

use crate::bookings::booking_state::BookingState;
use crate::bookings::discounts::return_use;
use crate::bookings::place_change::queries::{has_moves, moves_from, moves_into};
use crate::bookings::store as bookings;
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};

/// Returns the use of the booking that this one came from, or of itself, unless a place that was booked with it is still live
/// somewhere (ELG-13). The booking itself has no live place any more.
pub async fn return_use_of_family(tx: &Tx, booking_id: i64, now: Instant) -> Result<(), Unexpected> {
    // Nearly every booking is the only one of its family, and all its places have just been cancelled.
    if !has_moves(tx, booking_id).await? {
        return return_use(tx, booking_id, now).await;
    }
    let root = root_of(tx, booking_id).await?;
    if is_any_live(tx, root).await? { Ok(()) } else { return_use(tx, root, now).await }
}

/// The booking that was made, before any of its places moved.
async fn root_of(db: &impl ConnectionTrait, booking_id: i64) -> Result<i64, Unexpected> {
    let mut known = BTreeSet::from([booking_id]);
    let mut at = booking_id;
    while let Some(moved) = moves_into(db, at).await?.into_iter().next() {
        at = moved.old_booking_id;
        if !known.insert(at) {
            break;
        }
    }
    Ok(at)
}

async fn is_any_live(db: &impl ConnectionTrait, root: i64) -> Result<bool, Unexpected> {
    let (mut known, mut at) = (BTreeSet::from([root]), vec![root]);
    while let Some(booking_id) = at.pop() {
        let places = bookings::load_places(db, booking_id).await?;
        if places.iter().any(|place| BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place)) {
            return Ok(true);
        }
        for moved in moves_from(db, booking_id).await? {
            if known.insert(moved.new_booking_id) {
                at.push(moved.new_booking_id);
            }
        }
    }
    Ok(false)
}
