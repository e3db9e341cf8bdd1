//! How a booking's pages speak of an invoice: what is owed is credited or stays owed, and only what was paid comes back.

use entity::booking;
use serde::Serialize;

use crate::app::App;
use crate::bookings::cancellation::{CancellationPreview, PlaceRefund};
use crate::bookings::cancellation_views::RefundLine;
use crate::bookings::hold::PaymentMethod;
use crate::bookings::join_block::words_for_booker;
use crate::bookings::refund_policy::{EventDates, RefundTier};
use crate::kernel::uk_time::{end_of_days_before, long_date, until_end_of};
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::payments::invoices::InvoiceStanding;
use crate::payments::invoices::queries::invoice_brief;

/// The invoice part of the booking form.
#[derive(Clone, Debug, Serialize)]
pub struct InvoiceOffer {
    /// Somebody filled it in, or asked for it.
    pub is_open: bool,
    /// INV-9, or empty.
    pub late_words: String,
}

/// The invoice as the booking's page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct InvoiceOnBooking {
    /// The customer's page of it.
    pub href: String,
    /// Its number, once issued.
    pub number: String,
    /// The last day to pay.
    pub due: String,
    /// How it stands, in a word.
    pub label: &'static str,
    /// The word's kind.
    pub kind: &'static str,
    /// Staff have not looked at the customer yet.
    pub waits_for_approval: bool,
    /// The purchase order has not come.
    pub waits_for_po: bool,
    /// Why the way to join is held back (INV-6); empty when it is not.
    pub held_back: String,
}

/// The invoice of a booking, if it is paid by one. None again when staff turned the customer down.
pub(in crate::bookings) async fn invoice_on_booking(
    app: &App,
    booking: &booking::Model,
    now: Instant,
) -> Result<Option<InvoiceOnBooking>, Unexpected> {
    let (Some(charge_id), true) = (booking.charge_id, booking.payment_method == PaymentMethod::Invoice.word()) else {
        return Ok(None);
    };
    let db = app.db.reader();
    let Some(brief) = invoice_brief(db, charge_id, now).await? else { return Ok(None) };
    let held_back = match brief.standing {
        InvoiceStanding::Overdue => words_for_booker(db, booking, now).await?,
        _ => String::new(),
    };
    Ok(Some({
        let (label, kind) = brief.standing.tag();
        let token = app.links.token(LinkPurpose::Invoice, brief.billing_id, brief.link_generation);
        InvoiceOnBooking {
            href: format!("/invoices/{token}"),
            number: brief.number.unwrap_or_default(),
            due: brief.due_on.map(long_date).unwrap_or_default(),
            label,
            kind,
            waits_for_approval: brief.standing == InvoiceStanding::WaitsForApproval,
            waits_for_po: brief.standing == InvoiceStanding::WaitsForPurchaseOrder,
            held_back,
        }
    }))
}

/// INV-9: said before confirming, when nothing would come off the invoice any more; empty otherwise.
pub(in crate::bookings) fn late_booking_words(tiers: &[RefundTier], dates: EventDates, now: Instant) -> String {
    let last = tiers.iter().filter(|tier| tier.percent > 0).map(|tier| tier.days_before).min();
    match last.map(|days| end_of_days_before(dates.first_day, days)) {
        Some(deadline) if now < deadline => String::new(),
        Some(deadline) => format!(
            "The last day to cancel without paying has passed: it was possible {}. An invoice for this booking stays payable even if you cancel.",
            until_end_of(deadline)
        ),
        None => "An invoice for this date stays payable even if you cancel.".to_owned(),
    }
}

/// One line of a cancellation preview: what comes off the invoice, and what comes back (REF-16).
pub(in crate::bookings) fn line_words(place: &PlaceRefund) -> RefundLine {
    let (off, price) = (place.credited, place.paid);
    let why = match (off, place.refund) {
        (Pence::ZERO, _) => format!("{price} stays on the invoice"),
        (off, Pence::ZERO) if off == price => format!("{off} comes off the invoice"),
        (off, Pence::ZERO) => format!("{off} of {price} comes off the invoice"),
        (off, back) => format!("{off} comes off the invoice, and {back} of it was paid and comes back"),
    };
    RefundLine { name: place.attendee_name.clone(), why, amount: off.to_string() }
}

/// What a cancellation of a booking by invoice comes to, in one sentence; the heading's figure is what comes off.
pub(in crate::bookings) fn cancellation_words(preview: &CancellationPreview) -> String {
    let off: Pence = preview.places.iter().map(|place| place.credited).sum();
    match (off, preview.total) {
        (Pence::ZERO, _) => {
            "Nothing comes off the invoice: the last day for that has passed, and it stays payable.".to_owned()
        }
        (off, Pence::ZERO) => format!("{off} comes off the invoice. We send a credit note to the billing address."),
        (off, back) => format!(
            "{off} comes off the invoice, and {back} that was paid comes back. We send a credit note to the billing address."
        ),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};

    use super::*;

    fn place(paid: i64, credited: i64, refund: i64) -> PlaceRefund {
        let p = Pence::new;
        PlaceRefund {
            place_id: 1,
            attendee_name: "A".to_owned(),
            paid: p(paid),
            percent: 100,
            credited: p(credited),
            refund: p(refund),
        }
    }

    #[test]
    fn ref_16_what_is_owed_is_told_apart_from_what_was_paid() {
        let table = [
            (place(9_000, 9_000, 0), "£90 comes off the invoice"),
            (place(9_000, 4_500, 0), "£45 of £90 comes off the invoice"),
            (place(9_000, 0, 0), "£90 stays on the invoice"),
            (place(9_000, 9_000, 2_000), "£90 comes off the invoice, and £20 of it was paid and comes back"),
        ];
        for (place, wanted) in table {
            assert_eq!(line_words(&place).why, wanted);
        }
    }

    #[test]
    fn inv_9_says_so_from_the_instant_on_which_nothing_comes_off() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 4).unwrap();
        let tiers = [RefundTier { days_before: 7, percent: 100 }];
        let dates = EventDates { first_day: day, starts_at: None };
        let deadline = end_of_days_before(day, 7);
        assert_eq!(late_booking_words(&tiers, dates, deadline - Duration::microseconds(1)), "");
        let words = late_booking_words(&tiers, dates, deadline);
        assert!(words.contains("until the end of Friday 28 August 2026") && words.contains("stays payable"), "{words}");
    }
}
