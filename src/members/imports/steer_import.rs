//! What officers decide about an import: name its columns, confirm, take back, throw away, choose for rows that may be known,
//! let the welcome go. Each is one conditional change with an audit entry; the work itself is a job.

use entity::import_batch;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::batch_state::{BatchEvent, BatchState, NotAllowed};
use super::jobs;
use super::staged::Choice;
use super::store::{batches, mappings, rows};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::enqueue;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum SteerError {
    /// The import has moved on.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// No row is to be written.
    #[error("there is no row that could be written")]
    NothingToWrite,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SteerError);

/// What the columns are.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// A field's word for each column, or "".
    pub(super) words: Vec<&'static str>,
    /// The officer vouches that somebody has shown the addresses to be theirs.
    pub(super) addresses_verified: bool,
    /// A name to save the mapping under, with what each folded heading is for.
    pub(super) save_as: Option<(String, Value)>,
}

fn state_of(batch: &import_batch::Model) -> Result<BatchState, Unexpected> {
    BatchState::parse(&batch.state).ok_or_else(|| Unexpected::because("an import's state is unknown"))
}

/// Begins the dry run, afresh if there was one before.
pub(super) async fn choose_columns(
    app: &App,
    batch: &import_batch::Model,
    columns: Columns,
    officer: i64,
) -> Result<(), SteerError> {
    let state = state_of(batch)?;
    state.after(BatchEvent::ColumnsChosen)?;
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !batches::begin_checking(tx, batch, json!(columns.words), columns.addresses_verified).await? {
                return Err(NotAllowed(state).into());
            }
            rows::delete_all(tx, batch.id).await?;
            if let Some((name, mapping)) = &columns.save_as {
                mappings::save(tx, (name, mapping.clone()), officer, now).await?;
            }
            enqueue(tx, jobs::check_job(batch.id, 0)?, now).await?;
            record(tx, (batch.id, officer), "import.checked", None, now).await?;
            Ok(())
        })
        .await
}

/// Begins writing.
pub(super) async fn confirm(
    app: &App,
    batch: &import_batch::Model,
    rows_to_write: i64,
    officer: i64,
) -> Result<(), SteerError> {
    let next = state_of(batch)?.after(BatchEvent::Confirmed)?;
    if rows_to_write == 0 {
        return Err(SteerError::NothingToWrite);
    }
    let after = Some(json!({ "rows": rows_to_write, "addresses_verified": batch.addresses_verified }));
    let job = jobs::write_job(batch.id, 0)?;
    move_on(app, batch, next, (officer, "import.confirmed", after), Some(job)).await
}

/// Begins taking back.
pub(super) async fn ask_undo(
    app: &App,
    batch: &import_batch::Model,
    reason: &str,
    officer: i64,
) -> Result<(), SteerError> {
    let next = state_of(batch)?.after(BatchEvent::UndoAsked)?;
    let job = jobs::undo_job(batch.id, 0)?;
    move_on(app, batch, next, (officer, "import.undo_asked", Some(json!({ "reason": reason }))), Some(job)).await
}

/// Throws an import away that wrote nobody.
pub(super) async fn throw_away(app: &App, batch: &import_batch::Model, officer: i64) -> Result<(), SteerError> {
    let next = state_of(batch)?.after(BatchEvent::ThrownAway)?;
    move_on(app, batch, next, (officer, "import.discarded", None), None).await?;
    super::forget_imports::forget_import(app, batch).await?;
    Ok(())
}

async fn move_on(
    app: &App,
    batch: &import_batch::Model,
    next: BatchState,
    (officer, action, after): (i64, &str, Option<Value>),
    job: Option<crate::jobs::NewJob>,
) -> Result<(), SteerError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !batches::move_to(tx, batch, next, (Some(officer), now)).await? {
                return Err(NotAllowed(next).into());
            }
            if let Some(job) = job {
                enqueue(tx, job, now).await?;
            }
            record(tx, (batch.id, officer), action, after, now).await?;
            Ok(())
        })
        .await
}

/// Decides about one row that may be somebody known, or about all of them. Says how many rows that was.
pub(super) async fn choose(
    app: &App,
    batch: &import_batch::Model,
    line: Option<i64>,
    choice: Choice,
) -> Result<u64, SteerError> {
    let state = state_of(batch)?;
    if state != BatchState::Checked {
        return Err(NotAllowed(state).into());
    }
    app.db.write_tx(async |tx| Ok(rows::choose(tx, batch.id, line, choice).await?)).await
}

/// Lets the welcome go to everybody written.
pub(super) async fn release_welcome(app: &App, batch: &import_batch::Model, officer: i64) -> Result<(), SteerError> {
    let (state, now) = (state_of(batch)?, app.now());
    app.db
        .write_tx(async |tx| {
            if !batches::release_welcome(tx, batch.id, now).await? {
                return Err(NotAllowed(state).into());
            }
            enqueue(tx, jobs::welcome_job(batch.id, 0)?, now).await?;
            record(tx, (batch.id, officer), "import.welcome_released", None, now).await?;
            Ok(())
        })
        .await
}

async fn record(
    tx: &impl ConnectionTrait,
    (batch_id, officer): (i64, i64),
    action: &str,
    after: Option<Value>,
    now: Instant,
) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: Actor::Person(officer),
        action,
        subject_kind: "import_batch",
        subject_id: batch_id,
        reason: None,
        values: after.map(|after| (json!({}), after)),
    };
    Ok(audit::record(tx, entry, now).await?)
}
