//! A letter about a membership to the person concerned.

use serde_json::{Value, json};

use crate::app::App;
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::people::find_person;
use crate::notifications::{NewMessage, outbox};

/// A message about a membership to the person concerned; none when they have no address.
pub(in crate::members::membership) struct Letter {
    pub(in crate::members::membership) template: &'static str,
    pub(in crate::members::membership) person_id: i64,
    pub(in crate::members::membership) data: Value,
    pub(in crate::members::membership) key: String,
}

/// Queues the letter; `data` gets the person's name.
pub(in crate::members::membership) async fn queue_letter(
    app: &App,
    tx: &Tx,
    mut letter: Letter,
    now: Instant,
) -> Result<(), Unexpected> {
    let person = find_person(tx, letter.person_id).await?.context("the person of a letter is not there")?;
    if person.email.is_empty() {
        return Ok(());
    }
    if let Some(data) = letter.data.as_object_mut() {
        data.insert("name".to_owned(), json!(person.name));
    }
    let message = NewMessage {
        template: letter.template,
        person_id: Some(person.id),
        to_name: person.name,
        to_address: person.email,
        data: letter.data,
        calendar: None,
        dedupe_key: letter.key,
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
