//! A use of a code is counted with the hold that takes it, and returned when the hold ends unpaid, when we call the date off, or
//! when the customer cancels while money would come back; not when they cancel late (ELG-13).

use super::code_terms::CodeTerms;
use super::code_text::CodeText;
use super::queries::{Buyer, uses_of_buyer};
use super::store;
use crate::db::Tx;
use crate::kernel::{Instant, Pence, Unexpected};

/// A code that a booking uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedCode {
    /// Row id.
    pub id: i64,
    /// Printed with the prices.
    pub code: CodeText,
    /// What it takes off the whole booking.
    pub given: Pence,
    /// Places of the booking beyond the last of the date.
    pub seats_past_capacity: i32,
}

/// Counts the use. False: somebody was first, or this person has used it as often as they may. Whoever wants the same code waits
/// here for the caller's transaction to end, so what is counted of this person stays true.
pub(in crate::bookings) async fn count_use(
    tx: &Tx,
    terms: &CodeTerms,
    used: &UsedCode,
    buyer: Buyer<'_>,
) -> Result<bool, Unexpected> {
    if !store::count_use(tx, used.id, used.given).await? {
        return Ok(false);
    }
    match terms.most_uses_a_person {
        Some(most) => Ok(uses_of_buyer(tx, used.id, buyer).await? < i64::from(most)),
        None => Ok(true),
    }
}

/// Notes the booking that has the use counted before.
pub(in crate::bookings) async fn note_use(
    tx: &Tx,
    used: &UsedCode,
    booking_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    Ok(store::insert_use(tx, (used.id, booking_id), (used.given, used.seats_past_capacity), now).await?)
}

/// Returns the use of a booking, if it has one that still counts.
pub(in crate::bookings) async fn return_use(tx: &Tx, booking_id: i64, now: Instant) -> Result<(), Unexpected> {
    if let Some(row) = store::mark_use(tx, booking_id, Some(now)).await? {
        store::adjust(tx, row.discount_code_id, -1, -Pence::new(row.given_pence)).await?;
    }
    Ok(())
}

/// Counts a returned use again: late money has brought the booking back at the price paid (HLD-5), even if somebody else has had
/// the last use since.
pub(in crate::bookings) async fn count_again(tx: &Tx, booking_id: i64) -> Result<(), Unexpected> {
    if let Some(row) = store::mark_use(tx, booking_id, None).await? {
        store::adjust(tx, row.discount_code_id, 1, Pence::new(row.given_pence)).await?;
    }
    Ok(())
}
