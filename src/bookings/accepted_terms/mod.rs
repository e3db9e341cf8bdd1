//! The terms a booking was made under, for its booker to keep (CO-04): which version, since when, and their words, with the form by
//! which somebody who pays for themselves may cancel. It only reads; which terms are in force is `sale`'s to say.

pub mod pages;

use entity::booking;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::sale::{BookingTerms, load_terms};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::long_date;

/// What the box of CO-06 said, as its answer is confirmed.
const ASKED_FOR_NOW: &str = "You asked for the place although the event takes place within the 14 days in which you may change your mind, and you know that this right ends once it has taken place.";

/// What a booking's page and its confirmation say of the terms it was made under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptedTerms {
    /// From 1.
    pub version: i32,
    /// "Wednesday 3 March 2027": the day of the contract, which a move to another date does not change.
    pub accepted_on: String,
    /// That they asked for the place although the event comes within the 14 days (CO-06); empty where they were not asked.
    pub asked_words: &'static str,
}

impl AcceptedTerms {
    fn of(booking: &booking::Model, terms: &BookingTerms) -> Self {
        Self {
            version: terms.version,
            accepted_on: long_date(booking.booked_on),
            asked_words: if booking.start_now_accepted_at.is_some() { ASKED_FOR_NOW } else { "" },
        }
    }
}

/// The terms of a booking; none where nothing is to be paid, because the form then shows no terms.
pub(super) async fn accepted_terms(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
) -> Result<Option<AcceptedTerms>, Unexpected> {
    if booking.total_pence == 0 {
        return Ok(None);
    }
    let terms = load_terms(db, booking.booking_terms_id).await?;
    Ok(Some(AcceptedTerms::of(booking, &terms)))
}
