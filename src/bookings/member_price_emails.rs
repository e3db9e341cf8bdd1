//! The emails of the member price (D8): asking the member, and telling the booker what comes back.

use entity::{booking, place};
use serde_json::json;

use super::email_words::event_words;
use super::emails::{is_by_invoice, manage_link, pays_by_bank, to_booker};
use crate::app::App;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::members;
use crate::notifications::{NewMessage, outbox, personal_link};

/// Asks a member, at the address on their own record, to confirm that they are the attendee (D8).
pub(super) async fn queue_member_price_offer(
    app: &App,
    tx: &Tx,
    (booking, place): (&booking::Model, &place::Model),
    event: &EventDetails,
    (person_id, difference): (i64, Pence),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(person) = members::people::find_person(tx, person_id).await? else { return Ok(()) };
    let data = json!({
        "name": person.name,
        "event": event_words(app, event, now),
        "booked_by": booking.booker_name,
        "difference": difference.to_string(),
        "claim": personal_link(LinkPurpose::ClaimMemberPrice, place.id, place.link_generation),
    });
    let message = NewMessage {
        template: "member_price_offered",
        person_id: Some(person_id),
        to_name: person.name,
        to_address: person.email,
        data,
        calendar: None,
        dedupe_key: format!("member-price-offered:{}:{}", place.id, place.link_generation),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Tells the booker that a difference is on its way back, without saying whose membership it was (D8).
pub(super) async fn queue_member_price_given(
    app: &App,
    tx: &Tx,
    (booking, place): (&booking::Model, &place::Model),
    difference: Pence,
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, &event, now),
        "reference": booking.reference,
        "difference": difference.to_string(),
        "by_bank": pays_by_bank(booking),
        "by_invoice": is_by_invoice(booking),
        "manage": manage_link(booking),
    });
    let message =
        to_booker("price_reduced", booking, data, format!("price-reduced:{}:{}", place.id, place.link_generation));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
