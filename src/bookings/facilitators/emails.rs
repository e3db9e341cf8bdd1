//! The email to a facilitator who was chosen: where to look, and nothing of what anybody needs (QST-3).

use serde_json::json;

use super::access::access_ends_at;
use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::uk_time::{last_whole_day, long_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::people::PersonRow;
use crate::notifications::{NewMessage, outbox};

/// Tells the person that they lead this date.
pub(super) async fn queue_named(
    app: &App,
    tx: &Tx,
    (event, person): (&EventDetails, &PersonRow),
    now: Instant,
) -> Result<(), Unexpected> {
    let until = access_ends_at(event).map(|at| long_date(last_whole_day(at)));
    let message = NewMessage {
        template: "facilitator_named",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({
            "name": person.name,
            "event": event_words(app, event, now),
            "is_announced": event.is_published(),
            "page": "/account/facilitating",
            "until": until.unwrap_or_default(),
        }),
        calendar: None,
        dedupe_key: format!("facilitator-named:{}:{}:{}", event.id, person.id, now.timestamp_micros()),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
