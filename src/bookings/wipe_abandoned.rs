//! HLD-11: who abandoned a booking is forgotten 24 hours after the end of its payment is known. References, amounts and dates stay.

use chrono::Duration;

use super::store::{list_abandoned, wipe_booking};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::payments;

/// How long after its end an unpaid booking keeps names and addresses.
const KEPT_FOR: Duration = Duration::hours(24);

/// Wipes what is due; gives how many bookings.
pub async fn wipe_abandoned_bookings(app: &App) -> Result<usize, Unexpected> {
    let now = app.now();
    let mut wiped = 0;
    for booking in list_abandoned(app.db.reader(), now - KEPT_FOR).await? {
        if let Some(charge_id) = booking.charge_id
            && payments::queries::live_checkout(app.db.reader(), charge_id).await?.is_some()
        {
            continue;
        }
        app.db
            .write_tx(async |tx| {
                wipe_booking(tx, booking.id, now).await?;
                if let Some(charge_id) = booking.charge_id {
                    payments::forget_payer(tx, charge_id).await?;
                }
                Ok::<_, Unexpected>(())
            })
            .await?;
        wiped += 1;
    }
    Ok(wiped)
}
