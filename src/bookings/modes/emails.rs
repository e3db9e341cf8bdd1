//! The letter about a place that goes from the room to the screen or back, with its calendar entry as it is now (CAL-2).

use entity::{booking, place};
use serde_json::json;

use super::views::mode_words;
use crate::app::App;
use crate::bookings::email_words::{event_words, place_calendar, words_for_place};
use crate::bookings::emails::{manage_link, to_attendee, to_booker};
use crate::bookings::groups::place_status::is_unnamed;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::notifications::{CalendarMethod, outbox, personal_link};

/// To the attendee; about a place without a name, to whoever booked it (GRP-4).
pub(super) async fn queue_switched(
    app: &App,
    tx: &Tx,
    (booking, place): (&booking::Model, &place::Model),
    (event, by_officer): (&EventDetails, bool),
    now: Instant,
) -> Result<(), Unexpected> {
    let unnamed = is_unnamed(place);
    let data = json!({
        "name": if unnamed { &booking.booker_name } else { &place.attendee_name },
        "event": words_for_place(&event_words(app, event, now), place, event),
        "way": mode_words(place),
        "by_us": by_officer,
        "is_unnamed": unnamed,
        "reference": booking.reference,
        "place_page": (!unnamed).then(|| personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation)),
        "manage": unnamed.then(|| manage_link(booking)),
    });
    let key = format!("place-switched:{}:{}", place.id, place.calendar_sequence);
    let message = if unnamed {
        to_booker("place_switched", booking, data, key)
    } else {
        let mut message = to_attendee("place_switched", place, data, key);
        message.calendar = place_calendar(place, event, CalendarMethod::Request);
        message
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
