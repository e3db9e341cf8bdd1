//! An attendee's address refuses mail: whoever booked is told, and can put it right (RMD-8). Officers see it on the date's desk, the
//! attendee on their own page.

use entity::{booking, place};
use serde_json::json;

use super::email_words::event_words;
use super::emails::{manage_link, to_booker};
use super::queries::{confirmed_places_of_event, places_to_come_at};
use crate::app::App;
use crate::db::Tx;
use crate::events::{EventId, load_plain_event};
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::uk_time::london_date;
use crate::kernel::{EmailAddress, Unexpected};
use crate::notifications::deliver::{FailedMessage, flagged_addresses};
use crate::notifications::queries::address_of;
use crate::notifications::{NewMessage, outbox};

/// Handler of [`ADDRESS_FAILED`](crate::notifications::deliver::ADDRESS_FAILED).
pub async fn run_address_failed(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let FailedMessage { outbox_message_id } = job.read()?;
    let db = app.db.reader();
    let address = address_of(db, outbox_message_id).await?;
    let Some(address) = address.and_then(|address| EmailAddress::parse(&address).ok()) else {
        return Ok(JobOutcome::Done);
    };
    let now = app.now();
    let found = places_to_come_at(db, &address.folded(), london_date(now)).await?;
    let reachable = found.iter().filter(|(_, booking)| !booking.booker_email.eq_ignore_ascii_case(address.as_str()));
    let mut letters = Vec::new();
    for (place, booking) in reachable {
        letters.push(letter(app, place, booking).await?);
    }
    app.db.write_tx(async |tx: &Tx| outbox::queue_all(tx, app.tokens.as_ref(), letters, Vec::new(), now).await).await?;
    Ok(JobOutcome::Done)
}

async fn letter(app: &App, place: &place::Model, booking: &booking::Model) -> Result<NewMessage, Unexpected> {
    let event = load_plain_event(app.db.reader(), EventId(place.event_id)).await?;
    let data = json!({
        "name": booking.booker_name,
        "attendee": place.attendee_name,
        "address": place.attendee_email,
        "event": event_words(app, &event, app.now()),
        "reference": booking.reference,
        "manage": manage_link(booking),
    });
    let key = format!("attendee-address-fails:{}:{}", place.id, place.link_generation);
    Ok(to_booker("attendee_address_fails", booking, data, key))
}

/// The people on an event's confirmed places whom no mail reaches, by name. One statement while every address takes mail.
pub(super) async fn unreachable_at(app: &App, event_id: i64) -> Result<Vec<String>, Unexpected> {
    let flagged = flagged_addresses(app).await?;
    if flagged.is_empty() {
        return Ok(Vec::new());
    }
    let places = confirmed_places_of_event(app.db.reader(), event_id).await?;
    Ok(places.into_iter().filter(|place| flagged.has(&place.attendee_email)).map(|place| place.attendee_name).collect())
}
