//! Forgets an import's file and rows 30 days after its end (retention); after that it can no longer be taken back.

use chrono::Duration;
use entity::import_batch;

use super::check_rows::file_of;
use super::queries::to_forget;
use super::store::{batches, rows};
use crate::app::App;
use crate::kernel::Unexpected;

/// How long rows stay.
const KEPT_FOR: Duration = Duration::days(30);

/// Forgets what is due. Says how many imports.
pub(super) async fn forget_old_imports(app: &App) -> Result<usize, Unexpected> {
    let due = to_forget(app.db.reader(), app.now() - KEPT_FOR).await?;
    for batch in &due {
        forget_import(app, batch).await?;
    }
    Ok(due.len())
}

/// Forgets one.
pub(super) async fn forget_import(app: &App, batch: &import_batch::Model) -> Result<(), Unexpected> {
    if let Some(name) = &batch.stored_name {
        let path = file_of(app, name);
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            rows::delete_all(tx, batch.id).await?;
            batches::mark_forgotten(tx, batch.id, now).await?;
            Ok(())
        })
        .await
}
