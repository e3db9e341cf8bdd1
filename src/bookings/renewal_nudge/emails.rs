//! The email that asks a member to renew before an event.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Unexpected};
use crate::members;
use crate::notifications::{NewMessage, outbox};

/// Says that the membership ends before the event, that the price is kept, and where to renew.
pub(super) async fn queue_ends_first(
    app: &App,
    tx: &Tx,
    event: &EventDetails,
    (person_id, ends_on): (i64, NaiveDate),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(person) = members::people::find_person(tx, person_id).await? else { return Ok(()) };
    let data = json!({
        "name": person.name,
        "event": event_words(app, event, now),
        "ends_on": long_date(ends_on),
    });
    let message = NewMessage {
        template: "membership_ends_first",
        person_id: Some(person_id),
        to_name: person.name,
        to_address: person.email,
        data,
        calendar: None,
        dedupe_key: format!("membership-ends-first:{}:{person_id}:{ends_on}", event.id),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
