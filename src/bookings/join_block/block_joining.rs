//! An officer holds the way to join back, or lets people in again (INV-6).

use entity::booking;

use super::emails::queue_blocked;
use super::queries::overdue_invoice;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::booking_state::BookingState;
use crate::db::Tx;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Unexpected};

/// Why nothing was held back or let go.
#[derive(Debug, thiserror::Error)]
pub(super) enum BlockJoiningError {
    /// There is nothing to hold back.
    #[error("This booking has no live place.")]
    NotLive,
    /// Only what is overdue may be held back.
    #[error("This booking has no overdue invoice, so its people keep their way to join.")]
    NotOverdue,
    /// It was held back before.
    #[error("The way to join is held back already.")]
    AlreadyBlocked,
    /// It was not held back, or somebody has let them in meanwhile.
    #[error("The way to join is not held back.")]
    NotBlocked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(BlockJoiningError);

/// Holds the way to join back for every place of a booking, with a reason that the booker reads.
pub(super) async fn block_joining(
    app: &App,
    booking: &booking::Model,
    (reason, by): (&str, i64),
) -> Result<(), BlockJoiningError> {
    let now = app.now();
    if booking.state != BookingState::Confirmed.word() {
        return Err(BlockJoiningError::NotLive);
    }
    app.db
        .write_tx(async |tx| {
            // A repeat is told first, whatever the invoice has become.
            if !store::insert_block(tx, booking.id, (reason, by), now).await? {
                return Err(BlockJoiningError::AlreadyBlocked);
            }
            let invoice = overdue_invoice(tx, booking, now).await?.ok_or(BlockJoiningError::NotOverdue)?;
            note(tx, "joining.blocked", booking.id, (Some(reason), by), now).await?;
            queue_blocked(app, tx, booking, (&invoice, reason), now).await?;
            Ok(())
        })
        .await
}

/// Lets the people of a booking join again.
pub(super) async fn lift_block(app: &App, booking_id: i64, by: i64) -> Result<(), BlockJoiningError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !store::mark_lifted(tx, booking_id, by, now).await? {
                return Err(BlockJoiningError::NotBlocked);
            }
            note(tx, "joining.let_go", booking_id, (None, by), now).await?;
            Ok(())
        })
        .await
}

async fn note(
    tx: &Tx,
    action: &'static str,
    booking_id: i64,
    (reason, by): (Option<&str>, i64),
    now: Instant,
) -> Result<(), Unexpected> {
    let actor = Actor::Person(by);
    let entry = Entry { actor, action, subject_kind: "booking", subject_id: booking_id, reason, values: None };
    Ok(audit::record(tx, entry, now).await?)
}
