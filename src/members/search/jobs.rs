//! Looks at everybody once a day, so that nobody stays unfindable: the first time on a database from before there was a search,
//! later for an employer whose name has changed.

use super::store;
use crate::app::App;
use crate::db::Db;
use crate::jobs::JobOutcome;
use crate::kernel::Unexpected;

/// The name of the job.
pub const REINDEX_PEOPLE: &str = "reindex_people";

/// People looked at together. Only those whose words differ are written, each batch in a transaction of its own.
const BATCH: u64 = 500;

/// Runs [`REINDEX_PEOPLE`].
pub async fn run_reindex_people(app: &App) -> Result<JobOutcome, Unexpected> {
    reindex_people(&app.db).await?;
    Ok(JobOutcome::Done)
}

/// Brings everybody's words up to date and says whose were not. Safe to run twice or to be cut in half: what is right already is
/// left alone.
pub async fn reindex_people(db: &Db) -> Result<u64, Unexpected> {
    let (mut last, mut written) = (0, 0);
    loop {
        let ids = store::ids_after(db.reader(), last, BATCH).await?;
        let Some(end) = ids.last() else { return Ok(written) };
        last = *end;
        let stale = store::find_stale(db.reader(), &ids).await?;
        if !stale.is_empty() {
            written += stale.len() as u64;
            db.write_tx(async |tx| store::reindex_all(tx, &stale).await).await?;
        }
    }
}
