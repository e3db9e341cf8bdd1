//! What became of every row, as a file: row, state, what was wrong, column by column. Written piece by piece, so that a hundred
//! thousand rows need no more memory than a thousand.

use actix_web::web::{Bytes, Data};
use entity::import_row;
use futures_util::stream::{Stream, try_unfold};

use super::queries::{people_by_id, rows_after};
use super::read_row::{Problem, RowValues};
use super::staged::RowState;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::unexpected::Context;

/// Rows of one piece.
const ROWS: u64 = 1_000;

const HEADINGS: [&str; 7] = ["Row", "State", "Name", "Email", "Membership number", "What was found", "Person"];

/// The report of a batch, in pieces.
pub(super) fn report(app: Data<App>, batch_id: i64) -> impl Stream<Item = std::io::Result<Bytes>> {
    try_unfold((app, Some(0_i64)), move |(app, from)| async move {
        let Some(line) = from else { return Ok(None) };
        let (piece, next) = piece(&app, batch_id, line).await.map_err(|error| {
            tracing::error!(%error, batch_id, "the report of an import was cut off");
            std::io::Error::other("cut off")
        })?;
        Ok(Some((Bytes::from(piece), (app, next))))
    })
}

async fn piece(app: &App, batch_id: i64, after: i64) -> Result<(String, Option<i64>), Unexpected> {
    let rows = rows_after(app.db.reader(), batch_id, after, ROWS).await?;
    let ids = rows.iter().filter_map(|row| row.person_id.or(row.match_person_id)).collect();
    let people = people_by_id(app.db.reader(), ids).await?;
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if after == 0 {
        file.write_record(HEADINGS)?;
    }
    for row in &rows {
        let person = row.person_id.or(row.match_person_id).and_then(|id| people.get(&id));
        file.write_record(cells(row, person.map(|(_, reference)| reference.as_str()))?.map(defused))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    let mark = if after == 0 { BYTE_ORDER_MARK } else { "" };
    let next = rows.last().map(|row| row.line).filter(|_| rows.len() as u64 == ROWS);
    Ok((format!("{mark}{text}"), next))
}

fn cells(row: &import_row::Model, person: Option<&str>) -> Result<[String; HEADINGS.len()], Unexpected> {
    let values: RowValues = serde_json::from_value(row.cells.clone())?;
    let state = RowState::parse(&row.state).map_or("", RowState::label);
    Ok([
        row.line.to_string(),
        state.to_owned(),
        values.name,
        values.email.unwrap_or_default(),
        values.number.map(|number| number.to_string()).unwrap_or_default(),
        found(row)?.join("; "),
        person.unwrap_or_default().to_owned(),
    ])
}

/// What was found about a row, a sentence each.
pub(super) fn found(row: &import_row::Model) -> Result<Vec<String>, Unexpected> {
    let problems: Vec<Problem> = serde_json::from_value(row.problems.clone())?;
    let told = problems.into_iter().map(|problem| match problem.column.as_str() {
        "" => problem.words,
        column => format!("{column}: {}", problem.words),
    });
    let matched = row.match_reason.iter().map(|reason| format!("Somebody on record {reason}"));
    Ok(told.chain(matched).chain(row.kept_reason.clone()).collect())
}
