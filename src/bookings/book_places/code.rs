//! The discount code of a booking: looked up behind the seats, and counted before anything is written (ELG-13).

use super::{BookPlaces, BookPlacesError, Plan};
use crate::bookings::discounts::code_terms::CodeTerms;
use crate::bookings::discounts::queries::Buyer;
use crate::bookings::discounts::{AskedFor, count_use, find_code};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::Instant;

/// The code, if one was typed and its terms hold.
pub(super) async fn find(
    tx: &Tx,
    command: &BookPlaces,
    (event, booker_is_member): (&EventDetails, bool),
    now: Instant,
) -> Result<Option<CodeTerms>, BookPlacesError> {
    let Some(typed) = &command.extras.code else { return Ok(None) };
    let folded_email = command.booker_email.folded();
    let buyer = Buyer { person_id: command.booker_person_id, folded_email: &folded_email };
    let asked = AskedFor { event, places: command.places(), booker_is_member, buyer, now };
    let found = find_code(tx, typed, asked).await?;
    found.map(Some).ok_or(BookPlacesError::CodeDoesNotApply)
}

/// Counts the use, if the plan has one: of two buyers who want the last, one is told before paying.
pub(super) async fn count(
    tx: &Tx,
    command: &BookPlaces,
    terms: Option<&CodeTerms>,
    plan: &Plan,
) -> Result<(), BookPlacesError> {
    let (Some(terms), Some(used)) = (terms, &plan.code) else { return Ok(()) };
    let folded_email = command.booker_email.folded();
    let buyer = Buyer { person_id: command.booker_person_id, folded_email: &folded_email };
    if count_use(tx, terms, used, buyer).await? { Ok(()) } else { Err(BookPlacesError::CodeDoesNotApply) }
}
