//! Gives an officer the numbers of a list. Who took them, and when, stands in the audit trail.

use entity::registration_list;
use serde_json::json;

use super::lists_of_numbers::numbers_file;
use super::store::lists;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// The file's text: one number a line. Numbers that were changed since the list was prepared are left out.
pub(in crate::members) async fn download_list(
    app: &App,
    list: &registration_list::Model,
    officer_id: i64,
) -> Result<String, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let asked = lists::list_asked(tx, list.id).await?;
            lists::mark_downloaded(tx, list.id, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "registration.list_downloaded",
                subject_kind: "registration_list",
                subject_id: list.id,
                reason: None,
                values: Some((json!({}), json!({ "reference": list.reference, "people": asked.len() }))),
            };
            audit::record(tx, entry, now).await?;
            Ok::<_, Unexpected>(numbers_file(asked.into_iter().map(|one| one.number)))
        })
        .await
}
