//! HLD-11: who abandoned a booking is forgotten 24 hours after the end of its payment is known. References, amounts and dates stay.
//!
//! The end of a payment by card is known when its page can no longer be paid. A transfer announces itself to nobody, so it is
//! waited for longer; and money that did come is known by its owner until all of it has been back for as long, because a refund
//! may fail late (D12). Who paid then stays in the books; the attendees do not.

use chrono::Duration;
use entity::booking;

use super::questions::forget_answers;
use super::store::{list_abandoned, load_places, wipe_booking};
use crate::app::App;
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};
use crate::payments::{self, MoneyEnd};

/// How long after its end an unpaid booking by card keeps names and addresses.
const KEPT_FOR: Duration = Duration::hours(24);
/// How long a transfer is waited for after the end of its hold, and a failure of a refund after it went out.
const MONEY_AWAITED_FOR: Duration = Duration::days(30);

/// Wipes what is due; gives how many bookings.
pub async fn wipe_abandoned_bookings(app: &App) -> Result<usize, Unexpected> {
    let now = app.now();
    let mut wiped = 0;
    for booking in list_abandoned(app.db.reader(), now - KEPT_FOR, now - MONEY_AWAITED_FOR).await? {
        if app.db.write_tx(async |tx| wipe_if_over(tx, &booking, now).await).await? {
            wiped += 1;
        }
    }
    Ok(wiped)
}

/// Looks again behind the charge's lock: money may have come since the list was read.
async fn wipe_if_over(tx: &Tx, booking: &booking::Model, now: Instant) -> Result<bool, Unexpected> {
    let Some(charge_id) = booking.charge_id else { return wipe(tx, booking, now).await };
    payments::lock_charge(tx, charge_id).await?;
    let end = payments::money_end(tx, charge_id).await?;
    let is_over = match end {
        MoneyEnd::NothingCame => true,
        MoneyEnd::NotYet => false,
        MoneyEnd::AllBack(last) => last <= now - MONEY_AWAITED_FOR,
    };
    if !is_over || !wipe(tx, booking, now).await? {
        return Ok(false);
    }
    if end == MoneyEnd::NothingCame {
        payments::forget_payer(tx, charge_id).await?;
    }
    Ok(true)
}

/// Forgets the people and what they answered.
async fn wipe(tx: &Tx, booking: &booking::Model, now: Instant) -> Result<bool, Unexpected> {
    if !wipe_booking(tx, booking.id, now).await? {
        return Ok(false);
    }
    let places: Vec<i64> = load_places(tx, booking.id).await?.iter().map(|place| place.id).collect();
    forget_answers(tx, &[booking.id], &places).await?;
    Ok(true)
}
