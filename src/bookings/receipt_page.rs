//! The receipt of a booking behind both doors, so that whoever paid without an account has one too: to print, and as a PDF.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::door::{Door, OpenBooking};
use crate::app::App;
use crate::kernel::Pence;
use crate::payments::{ChargeMoney, own_receipts};
use crate::web::{PageContext, PageError};

/// GET /bookings/{ref}/receipt, GET /manage/{token}/receipt
pub async fn show_receipt(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    own_receipts::show_receipt(&app, &page, charge_of(&open)?, &address_of(&open)).await
}

/// GET /bookings/{ref}/receipt.pdf, GET /manage/{token}/receipt.pdf
pub async fn download_receipt(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    own_receipts::download_receipt(&app, charge_of(&open)?).await
}

/// Where the booking's page leads for its receipt; empty while nothing has been paid.
pub(super) fn receipt_href(open: &OpenBooking, money: &ChargeMoney) -> String {
    if money.paid > Pence::ZERO { address_of(open) } else { String::new() }
}

fn charge_of(open: &OpenBooking) -> Result<i64, PageError> {
    open.booking.charge_id.ok_or(PageError::NotFound)
}

fn address_of(open: &OpenBooking) -> String {
    format!("{}/receipt", open.base)
}
