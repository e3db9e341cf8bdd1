//! Writes what a dry run showed: one check a person and a query for whoever did not match, in one transaction. Whoever's number
//! was changed meanwhile, and whose row could not be read, is left out and stays due.

use entity::registration_list;
use serde_json::json;

use super::outcome::Outcome;
use super::record_check::{NewCheck, record_check};
use super::results_file::Found;
use super::store::lists;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::unexpected_from;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// People checked.
    pub checked: usize,
    /// How many of those did not match.
    pub failed: usize,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmResultsError {
    /// Another file came, or the list was closed, since the page was shown.
    #[error("The list has moved on since this page was shown. Look again at what would be written.")]
    MovedOn,
    /// No row of the list was readable.
    #[error("No row of the file could be read. Mend the file and upload it again.")]
    NothingToWrite,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ConfirmResultsError);

/// Writes the results of the `uploads`th file and closes the list.
pub async fn confirm_results(
    app: &App,
    list: &registration_list::Model,
    uploads: i64,
    officer_id: i64,
) -> Result<Confirmed, ConfirmResultsError> {
    let now = app.now();
    let checked_on = london_date(list.uploaded_at.unwrap_or(now));
    app.db
        .write_tx(async |tx| {
            if uploads == 0 || !lists::close(tx, (list.id, "answered"), Some(uploads), now).await? {
                return Err(ConfirmResultsError::MovedOn);
            }
            let mut confirmed = Confirmed::default();
            for (item, _, number) in lists::items_with_people(tx, list.id).await? {
                let outcome = item.outcome.as_deref().and_then(Outcome::parse).filter(|_| item.number == number);
                let Some(outcome) = outcome else { continue };
                let found = Found { name: item.name_found, status: item.status_found, until: item.registered_until };
                let check = NewCheck {
                    person_id: item.person_id,
                    number,
                    outcome,
                    found,
                    checked_on,
                    by_hand: false,
                    officer_id,
                };
                record_check(tx, &check, now).await?;
                confirmed.checked += 1;
                confirmed.failed += usize::from(outcome.opens_query());
            }
            if confirmed.checked == 0 {
                return Err(ConfirmResultsError::NothingToWrite);
            }
            lists::delete_items(tx, list.id).await?;
            let counts = json!({ "checked": confirmed.checked, "did_not_match": confirmed.failed });
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "registration.results_confirmed",
                subject_kind: "registration_list",
                subject_id: list.id,
                reason: None,
                values: Some((json!({}), counts)),
            };
            audit::record(tx, entry, now).await?;
            Ok(confirmed)
        })
        .await
}
