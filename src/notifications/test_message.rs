//! A message that an officer sends to themselves, to see whether mail leaves and arrives.

use serde_json::json;

use super::message::NewMessage;
use super::outbox;
use crate::app::App;
use crate::kernel::{Instant, Unexpected, uk_time};
use crate::web::Viewer;

/// Queues it; at most one a minute for each person.
pub async fn queue_test_message(app: &App, to: Viewer, now: Instant) -> Result<(), Unexpected> {
    let message = NewMessage {
        template: "test_message",
        person_id: Some(to.person_id),
        data: json!({ "name": &to.name, "asked_on": uk_time::date_and_time(now) }),
        to_name: to.name,
        to_address: to.email,
        calendar: None,
        dedupe_key: format!("test-message:{}:{}", to.person_id, now.timestamp() / 60),
    };
    app.db.write_tx(async |tx| outbox::queue(tx, app.tokens.as_ref(), message, now).await).await
}
