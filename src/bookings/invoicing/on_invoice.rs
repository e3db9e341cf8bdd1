//! Whether a booking is paid by an invoice, issued or still to be: then what a change adds or takes off goes onto it (TRF-4, SUB-2).

use entity::booking;
use sea_orm::ConnectionTrait;

use crate::kernel::Unexpected;
use crate::payments::invoices::queries::is_invoiced;

/// Asks the billing and not the way of paying that was chosen: a customer whom staff turned down pays in another way.
pub(in crate::bookings) async fn is_on_invoice(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
) -> Result<bool, Unexpected> {
    match booking.charge_id {
        Some(charge_id) => is_invoiced(db, charge_id).await,
        None => Ok(false),
    }
}
