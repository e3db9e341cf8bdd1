//! The dry run: reads the next rows of the file, judges them and keeps what was found out. Nobody is written.

use std::collections::BTreeMap;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::PathBuf;

use entity::import_batch;

use super::batch_state::BatchState;
use super::csv_reader::{CsvReader, RawRow};
use super::fields::ImportField;
use super::file_shape::{Delimiter, Encoding};
use super::find_duplicates::find_duplicates;
use super::queries::find_batch;
use super::read_row::{Plan, read_row};
use super::staged::Staged;
use super::store::{batches, rows};
use super::{Progress, ROWS_A_STEP};
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Unexpected, uk_time};
use crate::members::membership;

/// Rows of a file, each with its line, and where the next begin.
struct Chunk {
    rows: Vec<(i64, RawRow)>,
    next_line: i64,
    next_byte: i64,
    is_last: bool,
}

/// Reads and judges the next rows. Safe to repeat and to break off anywhere: a step is one transaction.
pub async fn check_some_rows(app: &App, batch_id: i64) -> Result<Progress, Unexpected> {
    let Some(batch) = find_batch(app.db.reader(), batch_id).await? else { return Ok(Progress::Over) };
    if batch.state != BatchState::Checking.word() {
        return Ok(Progress::Over);
    }
    let plan = plan_of(app, &batch).await?;
    let chunk = read_chunk(app, &batch).await?;
    let now = app.now();
    let mut staged: Vec<Staged> =
        chunk.rows.iter().map(|(line, row)| Staged::new(*line, app.tokens.reference(), read_row(row, &plan))).collect();
    let read = i64::try_from(staged.len())?;
    let step = batches::Step { next_line: chunk.next_line, next_byte: chunk.next_byte, read, done: 0 };
    app.db
        .write_tx(async |tx| {
            if !batches::claim_step(tx, &batch, &step).await? {
                return Ok(Progress::Over);
            }
            find_duplicates(tx, batch.id, &mut staged).await?;
            rows::insert(tx, batch.id, &staged).await?;
            if chunk.is_last {
                batches::move_to(tx, &batch, BatchState::Checked, (None, now)).await?;
                return Ok(Progress::Over);
            }
            Ok(Progress::More)
        })
        .await
}

/// Where the file of a batch lies.
pub(super) fn file_of(app: &App, stored_name: &str) -> PathBuf {
    app.settings.files.join("imports").join(stored_name)
}

async fn plan_of(app: &App, batch: &import_batch::Model) -> Result<Plan, Unexpected> {
    let headers: Vec<String> = serde_json::from_value(batch.headers.clone())?;
    let columns: Vec<String> = serde_json::from_value(batch.columns.clone())?;
    let today = uk_time::london_date(app.now());
    let mut types = BTreeMap::new();
    for kind in membership::offered_types(app.db.reader(), today).await? {
        types.insert(kind.version.name.to_lowercase(), kind.code.clone());
        types.insert(kind.code.to_lowercase(), kind.code);
    }
    Ok(Plan {
        headers,
        columns: columns.iter().map(|word| ImportField::parse(word)).collect(),
        encoding: Encoding::parse(&batch.encoding).context("an import's encoding is unknown")?,
        types,
        today,
    })
}

async fn read_chunk(app: &App, batch: &import_batch::Model) -> Result<Chunk, Unexpected> {
    let name = batch.stored_name.as_deref().context("the file of this import is gone")?;
    let path = file_of(app, name);
    let delimiter = Delimiter::parse(&batch.delimiter).context("an import's separator is unknown")?.byte();
    let (from_line, from_byte) = (batch.next_line, u64::try_from(batch.next_byte)?);
    let read = move || -> Result<Chunk, Unexpected> {
        let mut file = std::fs::File::open(&path)?;
        file.seek(SeekFrom::Start(from_byte))?;
        let mut reader = CsvReader::new(BufReader::new(file), delimiter);
        let mut chunk = Chunk { rows: Vec::new(), next_line: from_line, next_byte: 0, is_last: true };
        let mut read_to = 0;
        while let Some(row) = reader.next_row()? {
            read_to = row.next_byte;
            if !row.is_blank() {
                chunk.rows.push((chunk.next_line, row));
            }
            chunk.next_line += 1;
            if chunk.rows.len() == ROWS_A_STEP {
                chunk.is_last = false;
                break;
            }
        }
        chunk.next_byte = i64::try_from(from_byte + read_to)?;
        Ok(chunk)
    };
    actix_web::rt::task::spawn_blocking(read).await?.map_err(|error| error.context("the file of an import"))
}
