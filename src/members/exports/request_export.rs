//! An officer asks for members as a file.

use chrono::Duration;
use serde_json::json;

use super::{jobs, store};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::enqueue;
use crate::kernel::Unexpected;

/// How long the file can be downloaded.
pub const KEPT_FOR: Duration = Duration::days(7);

/// Which people, who asks, and why.
#[derive(Clone, Debug)]
pub struct RequestExport {
    /// The list's own query, such as `status=lapsed`.
    pub query: String,
    /// The same in words, for the list of exports.
    pub words: String,
    /// Why, in the officer's words.
    pub reason: String,
    /// Who may download it.
    pub officer: i64,
}

/// Begins the file and gives its reference. Who asked, and why, stands in the audit trail.
pub async fn request_export(app: &App, asked: RequestExport) -> Result<String, Unexpected> {
    let (reference, now) = (app.tokens.reference(), app.now());
    app.db
        .write_tx(async |tx| {
            let id = store::insert(tx, &reference, &asked, (now, now + KEPT_FOR)).await?;
            enqueue(tx, jobs::write_job(id)?, now).await?;
            let entry = Entry {
                actor: Actor::Person(asked.officer),
                action: "members.export_asked",
                subject_kind: "member_export",
                subject_id: id,
                reason: Some(&asked.reason),
                values: Some((json!({}), json!({ "filter": asked.query }))),
            };
            audit::record(tx, entry, now).await?;
            Ok::<_, Unexpected>(())
        })
        .await?;
    Ok(reference)
}
