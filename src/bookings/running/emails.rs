//! The letters about whether a date runs: to everybody who comes, to bookers who do not, and to officers when too few have booked.

use std::collections::BTreeSet;

use entity::{booking, place};
use serde_json::json;

use crate::app::App;
use crate::bookings::email_words::{event_words, place_calendar};
use crate::bookings::emails::{manage_link, to_attendee, to_booker};
use crate::bookings::groups::place_status::{is_own_place, is_unnamed};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::events::running::Minimum;
use crate::identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, LinkPurpose, Role, Unexpected};
use crate::members::{people, roles};
use crate::notifications::{CalendarMethod, NewMessage, outbox, personal_link};

/// One letter a place with a name, with the calendar entry that is now certain, and one to each booker who does not come (RMD-7).
pub(super) fn confirmed_to_run(
    app: &App,
    event: &EventDetails,
    places: &[(place::Model, booking::Model)],
    now: Instant,
) -> Vec<NewMessage> {
    let words = event_words(app, event, now);
    let comes: BTreeSet<i64> =
        places.iter().filter(|(place, booking)| is_own_place(booking, place)).map(|(_, booking)| booking.id).collect();
    let mut told = BTreeSet::new();
    let mut letters = Vec::new();
    for (place, booking) in places {
        if !is_unnamed(place) {
            let data = json!({
                "name": place.attendee_name,
                "event": words,
                "reference": booking.reference,
                "place_page": personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation),
            });
            let key = format!("confirmed-to-run:place:{}:{}", place.id, place.link_generation);
            let mut letter = to_attendee("date_confirmed_to_run", place, data, key);
            letter.calendar = place_calendar(place, event, CalendarMethod::Request);
            letters.push(letter);
        }
        if !comes.contains(&booking.id) && told.insert(booking.id) {
            let data = json!({
                "name": booking.booker_name,
                "event": words,
                "reference": booking.reference,
                "manage": manage_link(booking),
            });
            letters.push(to_booker(
                "date_confirmed_to_run",
                booking,
                data,
                format!("confirmed-to-run:booking:{}", booking.id),
            ));
        }
    }
    letters
}

/// Tells everybody who holds the office of events officer that too few people have booked; the charity's mailbox while nobody does.
pub(super) async fn queue_found_short(
    app: &App,
    tx: &Tx,
    (event, minimum): (&EventDetails, Minimum),
    places: u64,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "event": event_words(app, event, now),
        "needs": minimum.places,
        "has": places,
        "desk": format!("{}/admin/events/{}", app.shell.base_url, event.id),
    });
    // Another decision about the same date is told anew.
    let about = format!("found-short:{}:{}", event.id, minimum.decide_at.timestamp());
    let message = |person_id: Option<i64>, (to_name, to_address): (String, String)| NewMessage {
        template: "date_found_short",
        dedupe_key: format!("{about}:{}", person_id.unwrap_or_default()),
        person_id,
        to_name,
        to_address,
        data: data.clone(),
        calendar: None,
    };
    let mut messages = Vec::new();
    for id in roles::people_holding(tx, Role::EventsOfficer, london_date(now)).await? {
        let officer = people::find_person(tx, id).await?;
        if let Some(officer) = officer.filter(|one| !one.is_disabled && !one.email.is_empty()) {
            messages.push(message(Some(id), (officer.name, officer.email)));
        }
    }
    if messages.is_empty()
        && let Some(identity) = identity::load_identity(tx).await?.filter(|identity| !identity.email.is_empty())
    {
        messages.push(message(None, ("Events officer".to_owned(), identity.email)));
    }
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}
