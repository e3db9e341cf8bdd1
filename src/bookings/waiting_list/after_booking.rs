//! What the rest of bookings asks of a waiting list: after a booking, after an event was called off, and when it is old.

use chrono::Duration;

use super::join_for_booking::join_with_the_rest;
use super::store;
use super::tend::tend_list;
use crate::app::App;
use crate::bookings::book_places::{BookPlaces, Booked, SeatsFrom};
use crate::bookings::sale::{SaleToBook, find_sale};
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};

/// What has ended is forgotten after this long.
const KEPT: Duration = Duration::days(30);

/// Puts those for whom there was no seat on the list (GRP-10), names the booking that an entry became, and lets the list look
/// again: whoever has a place now leaves it (DUP-4), and what was not wanted goes on.
pub(in crate::bookings) async fn after_booking(
    app: &App,
    tx: &Tx,
    command: &BookPlaces,
    (booked, found): (&Booked, &SaleToBook),
    now: Instant,
) -> Result<(), Unexpected> {
    if let SeatsFrom::WaitingList { entry_id } = command.seats {
        store::set_booking(tx, entry_id, booked.booking_id).await?;
    }
    if let Some(rest) = command.rest {
        let wish = (rest.places, rest.all_together);
        join_with_the_rest(app, tx, (command.event_id, booked.booking_id), wish, now).await?;
    }
    if found.has_waiting_list || command.rest.is_some() {
        tend_list(app, tx, command.event_id, now).await?;
    }
    Ok(())
}

/// Ends the list of an event that was called off, and tells everybody on it (WTL-12). An event that is not sold has none.
pub(in crate::bookings) async fn end_list(app: &App, tx: &Tx, event_id: i64, now: Instant) -> Result<(), Unexpected> {
    if find_sale(tx, event_id).await?.is_none() {
        return Ok(());
    }
    tend_list(app, tx, event_id, now).await
}

/// Forgets entries that ended long ago, with their offers. Gives how many.
pub(in crate::bookings) async fn forget_old_entries(app: &App) -> Result<u64, Unexpected> {
    let before = app.now() - KEPT;
    app.db.write_tx(async |tx| Ok(store::delete_old_entries(tx, before).await?)).await
}
