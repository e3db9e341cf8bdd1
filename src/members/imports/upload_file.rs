//! Takes a file in: found out how it is written, kept, and a first guess what its columns are.

use std::collections::BTreeMap;
use std::io::BufReader;

use serde_json::json;

use super::check_rows::file_of;
use super::fields::guess;
use super::file_shape::{FileShapeError, find_shape};
use super::store::batches;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::web::UploadedFile;

/// Keeps the file and gives the import's reference.
pub(super) async fn upload_file(app: &App, file: &UploadedFile, officer: i64) -> Result<String, FileShapeError> {
    let path = file.path().to_owned();
    let read = move || find_shape(|| Ok(BufReader::new(std::fs::File::open(&path)?)));
    let shape =
        actix_web::rt::task::spawn_blocking(read).await.map_err(|error| FileShapeError::Unexpected(error.into()))??;
    let columns: Vec<&str> = guess(&shape.headers, &BTreeMap::new())
        .into_iter()
        .map(|field| field.map_or("", super::fields::ImportField::word))
        .collect();
    let reference = app.tokens.reference();
    let stored_name = format!("{reference}.csv");
    file.keep_as(&file_of(app, &stored_name)).map_err(|error| FileShapeError::Unexpected(error.into()))?;
    let now = app.now();
    let new = batches::NewBatch {
        reference: &reference,
        file_name: &file.file_name,
        file_bytes: file.bytes,
        stored_name: &stored_name,
        shape: &shape,
        columns: json!(columns),
        uploaded_by: officer,
    };
    app.db
        .write_tx(async |tx| {
            let id = batches::insert(tx, new, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer),
                action: "import.uploaded",
                subject_kind: "import_batch",
                subject_id: id,
                reason: None,
                values: Some((json!({}), json!({ "reference": reference, "bytes": file.bytes }))),
            };
            audit::record(tx, entry, now).await?;
            Ok::<_, FileShapeError>(())
        })
        .await?;
    Ok(reference)
}
