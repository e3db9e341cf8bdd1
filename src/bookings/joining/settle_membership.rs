//! The money of a booking that joins as well: the membership takes its part first, so that the place has its member price from a
//! member; what is left pays the booking.

use entity::booking;
use sea_orm::ConnectionTrait;

use super::queries::order_paid_with;
use crate::app::App;
use crate::db::Tx;
use crate::jobs;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members;
use crate::members::membership::{OrderSettlement, load_order, settle_order_from};

/// Settles the membership out of a payment that has arrived for the booking. False: it could not begin, and the booker is no
/// member, so the member price cannot be had. A booking without a membership is always fine. The booking's charge is locked.
pub(in crate::bookings) async fn settle_membership(
    app: &App,
    tx: &Tx,
    (booking, payment_id): (&booking::Model, i64),
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some(order_id) = booking.joins_order_id else { return Ok(true) };
    let settlement = settle_order_from(app, tx, payment_id, order_id, now).await?;
    tracing::info!(payment_id, order_id, ?settlement, "money for a booking pays a membership too");
    if let OrderSettlement::Active { person_id, .. } = settlement {
        jobs::enqueue(tx, crate::bookings::jobs::give_differences_job(person_id)?, now).await?;
        return Ok(true);
    }
    let person_id = load_order(tx, order_id).await?.person_id;
    Ok(members::standing(tx, person_id, london_date(now)).await?.gives_member_price())
}

/// The charge of the membership that was paid with the booking this charge is for: what happens to the one payment happens to it
/// too.
pub async fn joined_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<Option<i64>, Unexpected> {
    match order_paid_with(db, charge_id).await? {
        Some(order_id) => Ok(load_order(db, order_id).await?.charge_id),
        None => Ok(None),
    }
}
