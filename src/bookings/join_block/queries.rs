//! Whether the way to join is held back for a booking, and what its pages say about it.

use entity::booking;
use entity::join_block::{Column as C, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::bookings::hold::PaymentMethod;
use crate::kernel::{Instant, Unexpected};
use crate::payments::invoices::InvoiceStanding;
use crate::payments::invoices::queries::{InvoiceBrief, invoice_brief};

/// The booking that people know by this reference.
pub(super) async fn find_booking_by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<booking::Model>, Unexpected> {
    Ok(booking::Entity::find().filter(booking::Column::Reference.eq(reference)).one(db).await?)
}

/// The block of a booking that nobody has lifted.
pub(super) async fn find_live(db: &impl ConnectionTrait, booking_id: i64) -> Result<Option<Model>, Unexpected> {
    Ok(Entity::find().filter(C::BookingId.eq(booking_id)).filter(C::LiftedAt.is_null()).one(db).await?)
}

/// The booking's invoice, when it is overdue.
pub(super) async fn overdue_invoice(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    now: Instant,
) -> Result<Option<InvoiceBrief>, Unexpected> {
    let by_invoice = booking.payment_method == PaymentMethod::Invoice.word();
    let Some(charge_id) = booking.charge_id.filter(|_| by_invoice) else { return Ok(None) };
    let brief = invoice_brief(db, charge_id, now).await?;
    Ok(brief.filter(|brief| brief.standing == InvoiceStanding::Overdue))
}

/// Whether the way to join is held back now: an officer says so, and the invoice is still overdue. Whoever pays need not wait for
/// anybody to lift it.
pub(in crate::bookings) async fn is_held_back(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    now: Instant,
) -> Result<bool, Unexpected> {
    if booking.payment_method != PaymentMethod::Invoice.word() || find_live(db, booking.id).await?.is_none() {
        return Ok(false);
    }
    Ok(overdue_invoice(db, booking, now).await?.is_some())
}

/// Whether an officer may have to do with it: the invoice is overdue, or a block is still there.
pub(in crate::bookings) async fn concerns(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    now: Instant,
) -> Result<bool, Unexpected> {
    if booking.payment_method != PaymentMethod::Invoice.word() {
        return Ok(false);
    }
    Ok(overdue_invoice(db, booking, now).await?.is_some() || find_live(db, booking.id).await?.is_some())
}

/// Why, for whoever booked; empty when it is not held back.
pub(in crate::bookings) async fn words_for_booker(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    now: Instant,
) -> Result<String, Unexpected> {
    let Some(block) = find_live(db, booking.id).await? else { return Ok(String::new()) };
    let Some(invoice) = overdue_invoice(db, booking, now).await? else { return Ok(String::new()) };
    let number = invoice.number.map(|number| format!(" {number}")).unwrap_or_default();
    Ok(format!(
        "Invoice{number} is overdue, so the way to join is held back for the places of this booking until it is paid. Why: {}",
        block.reason
    ))
}
