//! Arranges the numbers that are due a check in lists for the public search (rules 2.1).

use serde_json::json;

use super::lists_of_numbers::arrange;
use super::queries::numbers_to_list;
use super::store::lists;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;

/// Prepares lists of everybody who is due and on no list yet, and gives their references, in order.
pub async fn prepare_lists(app: &App, officer_id: i64) -> Result<Vec<String>, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let mut references = Vec::new();
            for people in arrange(numbers_to_list(tx, london_date(now)).await?) {
                let reference = app.tokens.reference();
                let id = lists::insert(tx, (&reference, officer_id), &people, now).await?;
                let entry = Entry {
                    actor: Actor::Person(officer_id),
                    action: "registration.list_prepared",
                    subject_kind: "registration_list",
                    subject_id: id,
                    reason: None,
                    values: Some((json!({}), json!({ "reference": reference, "people": people.len() }))),
                };
                audit::record(tx, entry, now).await?;
                references.push(reference);
            }
            Ok(references)
        })
        .await
}
