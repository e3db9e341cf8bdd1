//! The outbox and its delivery: what is sent, when it is tried again, and what is never sent twice.

mod delivery;
mod dev_mail;
mod outbox_desk;
mod smtp;
mod smtp_server;
mod snapshots;

use chrono::Duration;
use entity::{delivery_attempt, outbox_message, suppressed_address};
use nairo::kernel::{LinkPurpose, Unexpected};
use nairo::notifications::{CalendarFile, CalendarMethod, CalendarTime, NewMessage, outbox, personal_link};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

use crate::support::TestApp;

/// A message of the simplest kind.
pub fn message(to: &str, key: &str) -> NewMessage {
    NewMessage {
        template: "test_message",
        person_id: None,
        to_name: "Siân O’Neill".to_owned(),
        to_address: to.to_owned(),
        data: json!({ "name": "Siân", "asked_on": "today" }),
        calendar: None,
        dedupe_key: key.to_owned(),
    }
}

/// The same with a calendar entry.
pub fn invitation(to: &str, key: &str, app: &TestApp) -> NewMessage {
    let starts = app.now() + Duration::days(30);
    let calendar = CalendarFile {
        method: CalendarMethod::Request,
        uid: "place-42@example.org".to_owned(),
        sequence: 0,
        title: "The Role of the IRO".to_owned(),
        starts: CalendarTime::At(starts),
        ends: CalendarTime::At(starts + Duration::hours(3)),
        location: "Online, by Zoom".to_owned(),
        description: "A half-day course".to_owned(),
        tentative: false,
        page: Some(personal_link(LinkPurpose::JoinEvent, 42, 1)),
        replaces: None,
        and_more: Vec::new(),
    };
    NewMessage { calendar: Some(calendar), ..message(to, key) }
}

/// Queues messages in one transaction.
pub async fn queue(app: &TestApp, messages: Vec<NewMessage>) {
    let (tokens, now) = (app.state.tokens.as_ref(), app.now());
    let queued = app.state.db.write_tx(async |tx| {
        for message in messages {
            outbox::queue(tx, tokens, message, now).await?;
        }
        Ok::<_, Unexpected>(())
    });
    queued.await.unwrap();
}

/// Every row of the outbox, the oldest first.
pub async fn rows(app: &TestApp) -> Vec<outbox_message::Model> {
    let rows = outbox_message::Entity::find().order_by_asc(outbox_message::Column::Id);
    rows.all(app.state.db.reader()).await.unwrap()
}

/// The state of every message, the oldest first.
pub async fn states(app: &TestApp) -> Vec<String> {
    rows(app).await.into_iter().map(|row| row.state).collect()
}

/// How every attempt ended, the oldest first.
pub async fn attempts(app: &TestApp) -> Vec<String> {
    let rows = delivery_attempt::Entity::find().order_by_asc(delivery_attempt::Column::Id);
    rows.all(app.state.db.reader()).await.unwrap().into_iter().map(|row| row.outcome).collect()
}

/// How many addresses are flagged.
pub async fn flagged(app: &TestApp) -> usize {
    suppressed_address::Entity::find().all(app.state.db.reader()).await.unwrap().len()
}
