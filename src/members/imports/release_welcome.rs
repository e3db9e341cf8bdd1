//! Writes to the people of an import that they are on our books now, once an officer lets it go.

use entity::import_row;
use serde_json::json;

use super::queries::find_batch;
use super::read_row::RowValues;
use super::store::rows;
use super::{Progress, ROWS_A_STEP};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::members::people::{PersonRow, find_person};
use crate::notifications::{NewMessage, outbox};

/// Queues the next welcomes. A second run finds nobody left; a message told twice is dropped by its key.
pub(super) async fn welcome_some(app: &App, batch_id: i64) -> Result<Progress, Unexpected> {
    let db = app.db.reader();
    let Some(batch) = find_batch(db, batch_id).await? else { return Ok(Progress::Over) };
    if batch.welcome_released_at.is_none() || batch.state != "written" {
        return Ok(Progress::Over);
    }
    let waiting = rows::to_welcome(db, batch_id, ROWS_A_STEP as u64).await?;
    if waiting.is_empty() {
        return Ok(Progress::Over);
    }
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            for row in &waiting {
                let Some(id) = row.person_id else { continue };
                let person =
                    find_person(tx, id).await?.filter(|person| !person.is_disabled && !person.email.is_empty());
                // Somebody known already, to whom the file added something, needs no welcome.
                if let Some(person) = person.filter(|_| row.made.is_none()) {
                    outbox::queue(tx, app.tokens.as_ref(), message(&person, row)?, now).await?;
                }
            }
            let ids: Vec<i64> = waiting.iter().map(|row| row.id).collect();
            rows::mark_welcomed(tx, &ids, now).await?;
            Ok(Progress::More)
        })
        .await
}

fn message(person: &PersonRow, row: &import_row::Model) -> Result<NewMessage, Unexpected> {
    let values: RowValues = serde_json::from_value(row.cells.clone())?;
    Ok(NewMessage {
        template: "records_moved",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({ "name": person.name, "number": values.number, "is_member": values.term_start.is_some() }),
        calendar: None,
        dedupe_key: format!("records-moved:{}", person.id),
    })
}
