//! Takes in the results file of a list and judges everybody on it: a dry run. Nobody is checked until an officer confirms.

use entity::registration_list;
use serde_json::json;

use super::judge::judge_list;
use super::results_file::{ResultsFileError, read_results};
use super::store::lists;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::unexpected_from;

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeResultsError {
    /// It cannot be read.
    #[error("{0}")]
    File(#[from] ResultsFileError),
    /// None of the list's numbers stands in it.
    #[error(
        "None of this list’s numbers stands in the file. Check that it is the results of this list. If the register \
         knows none of them, record that on each person’s page"
    )]
    OtherList,
    /// The list was answered or dropped.
    #[error("This list is closed. Prepare a new one for those who are still due")]
    Closed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(TakeResultsError);

/// Judges the list by `bytes`, in place of a file that came before.
pub async fn take_results(
    app: &App,
    list: &registration_list::Model,
    bytes: &[u8],
    officer_id: i64,
) -> Result<(), TakeResultsError> {
    let (lines, now) = (read_results(bytes)?, app.now());
    app.db
        .write_tx(async |tx| {
            let asked = lists::list_asked(tx, list.id).await?;
            let judgement = judge_list(&asked, lines, london_date(now));
            if judgement.rows_of_list == 0 {
                return Err(if list.state == "open" { TakeResultsError::OtherList } else { TakeResultsError::Closed });
            }
            if !lists::take_results(tx, list.id, &judgement, now).await? {
                return Err(TakeResultsError::Closed);
            }
            let counts = json!({ "reference": list.reference, "rows_left_out": judgement.problems.len() });
            let entry = Entry {
                actor: Actor::Person(officer_id),
                action: "registration.results_uploaded",
                subject_kind: "registration_list",
                subject_id: list.id,
                reason: None,
                values: Some((json!({}), counts)),
            };
            audit::record(tx, entry, now).await?;
            Ok(())
        })
        .await
}
