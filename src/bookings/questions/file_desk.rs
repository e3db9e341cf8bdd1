//! A file that was given as an answer, fetched by an officer who may take answers along: always to be saved, never shown inside the
//! site, and written down.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use super::answer_file::FileKind;
use super::home::OpenHome;
use super::queries::find_answer_file;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::events::EventId;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::web::{PageContext, PageError, Permitted, may};

/// Where the file beside an answer is fetched.
pub(super) fn file_path(event_id: EventId, answer_id: i64) -> String {
    format!("/admin/events/{event_id}/answers/{answer_id}/file")
}

/// GET /admin/events/{id}/answers/{answer}/file
pub async fn download_file(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ExportAttendees>,
    ids: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &ids.0).await?;
    let event = open.event.ok_or(PageError::NotFound)?;
    let answer_id: i64 = ids.1.parse().map_err(|_| PageError::NotFound)?;
    let file = find_answer_file(app.db.reader(), (event.id.0, answer_id)).await?.ok_or(PageError::NotFound)?;
    let kind = FileKind::parse(&file.kind).context("a stored file is of no known kind")?;
    let now = app.now();
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "answer_file.downloaded",
        subject_kind: "event",
        subject_id: event.id.0,
        reason: None,
        values: None,
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    // Its own name may hold letters that a header cannot; whose it is stands on the page it was fetched from.
    let disposition = format!("attachment; filename=\"answer-{answer_id}.{}\"", kind.ending());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind.media_type()))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file.content))
}
