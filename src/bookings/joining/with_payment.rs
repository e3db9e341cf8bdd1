//! What a payment page of a booking asks for besides the places: the membership that is paid with it.

use entity::booking;
use sea_orm::ConnectionTrait;

use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members;
use crate::members::membership::{OrderState, load_order};
use crate::payments::queries::charge_money;

/// What is owed for the membership that a booking is paid with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bookings) enum Owed {
    /// Nothing: there is none, or the person is a member by now.
    Nothing,
    /// This much for this.
    Membership {
        /// As the payment page names it.
        name: String,
        /// What is left to be paid.
        amount: Pence,
    },
    /// It cannot be paid any more, and the person is no member: the member price cannot be had.
    Over,
}

/// How it stands now.
pub(in crate::bookings) async fn still_owed(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    now: Instant,
) -> Result<Owed, Unexpected> {
    let Some(order_id) = booking.joins_order_id else { return Ok(Owed::Nothing) };
    let order = load_order(db, order_id).await?;
    if members::standing(db, order.person_id, london_date(now)).await?.gives_member_price() {
        return Ok(Owed::Nothing);
    }
    let Some(charge_id) = order.charge_id.filter(|_| order.state == OrderState::Open && now < order.open_until) else {
        return Ok(Owed::Over);
    };
    let amount = charge_money(db, charge_id).await?.outstanding;
    Ok(Owed::Membership { name: format!("{} membership", order.type_name), amount })
}
