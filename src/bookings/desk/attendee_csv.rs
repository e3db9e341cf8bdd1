//! The list for the door as CSV (REP-5): UTF-8, no cell that a spreadsheet would run (S13), instants as ISO 8601 with a column
//! in UK words beside. Answers about access and diet are never in it (D20).

use entity::{booking, place};

use super::views::payer_words;
use crate::bookings::booking_state::BookingState;
use crate::bookings::modes::mode_label;
use crate::bookings::pricing::place_why;
use crate::kernel::Unexpected;
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::unexpected::Context;

const HEADINGS: [&str; 12] = [
    "Reference",
    "Booked at",
    "Booked at (UK)",
    "Attendee name",
    "Attendee email",
    "State",
    "Price (pounds)",
    "Price reason",
    "Paid by",
    "Booker name",
    "Booker email",
    "In the room or online",
];

/// The whole file, a row a place.
pub fn write_attendees(rows: &[(place::Model, booking::Model)]) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for (place, booking) in rows {
        file.write_record(cells(place, booking).map(defused))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

fn cells(place: &place::Model, booking: &booking::Model) -> [String; HEADINGS.len()] {
    let state = BookingState::parse(&place.state).map_or("", BookingState::label);
    [
        booking.reference.clone(),
        rfc3339_london(booking.booked_at),
        date_and_time(booking.booked_at),
        if place.attendee_name.is_empty() { "Not named yet".to_owned() } else { place.attendee_name.clone() },
        place.attendee_email.clone(),
        state.to_owned(),
        pounds(place.price_pence),
        place_why(place),
        payer_words(booking),
        booking.booker_name.clone(),
        booking.booker_email.clone(),
        mode_label(place).to_owned(),
    ]
}

/// `90.00`: a number for the spreadsheet, without sign or comma. A price is never negative.
fn pounds(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

/// A file name of plain letters, digits and hyphens: `attendees-the-role-of-the-iro-2026-09-04.csv`.
pub fn file_name(slug: &str) -> String {
    let safe: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(100).collect();
    format!("attendees-{}.csv", if safe.is_empty() { "list" } else { &safe })
}

#[cfg(test)]
#[path = "attendee_csv_tests.rs"]
mod tests;
