//! Looks a code up for a booking: the form that shows a price and the booking that charges it ask the same (ELG-15).

use sea_orm::ConnectionTrait;

use super::code_terms::{Asking, CodeTerms};
use super::code_text::CodeText;
use super::offers::Priced;
use super::queries::{Buyer, find_terms};
use crate::bookings::sale::EventSale;
use crate::events::EventDetails;
use crate::kernel::{Instant, Unexpected};

/// The booking a code is asked for.
#[derive(Clone, Copy)]
pub struct AskedFor<'a> {
    /// Which date.
    pub event: &'a EventDetails,
    /// How many places.
    pub places: usize,
    /// The booker is signed in and a member today.
    pub booker_is_member: bool,
    /// Who books.
    pub buyer: Buyer<'a>,
    /// When.
    pub now: Instant,
}

/// The code that was typed, if there is one and all its terms hold. The same statements are made whatever was typed (ELG-14).
pub async fn find_code(
    db: &impl ConnectionTrait,
    typed: &str,
    asked: AskedFor<'_>,
) -> Result<Option<CodeTerms>, Unexpected> {
    let found = find_terms(db, &CodeText::looked_up(typed), asked.buyer).await?;
    let applies = |(terms, used_before): &(CodeTerms, i64)| {
        terms.applies(&Asking {
            event_id: asked.event.id.0,
            course_id: asked.event.course.as_ref().map(|course| course.id.0),
            places: asked.places,
            booker_is_member: asked.booker_is_member,
            used_before: *used_before,
            now: asked.now,
        })
    };
    Ok(found.filter(applies).map(|(terms, _)| terms))
}

/// The prices of the places of a booking, with a code or without. None: the code has no budget left for it.
pub fn price_with(sale: &EventSale, code: Option<&CodeTerms>, members: &[bool], now: Instant) -> Option<Priced> {
    let offer = code.map(CodeTerms::offer);
    let priced = sale.offers(offer.as_ref()).price_places(members, now);
    code.is_none_or(|code| code.can_give(priced.given_by_code)).then_some(priced)
}
