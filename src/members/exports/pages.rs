//! Asks for an export, shows how far it has come, and hands the file to who asked for it.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Path, Query};
use entity::member_export;
use futures_util::stream::{Stream, try_unfold};
use serde::Serialize;
use tokio::io::AsyncReadExt;

use super::queries::{find_own_export, list_own_exports};
use super::request_export::{RequestExport, request_export};
use super::write_file::{file_of, filter_of};
use crate::app::App;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::{date_and_time, london_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::desk::list::{Asked, Filter, matching_ids};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Debug, Serialize)]
struct ExportsView {
    form: FormView,
    query: String,
    words: String,
    people: usize,
    exports: Vec<ExportView>,
    is_moving: bool,
}

#[derive(Debug, Serialize)]
struct ExportView {
    href: String,
    words: String,
    reason: String,
    asked: String,
    state: &'static str,
    kind: &'static str,
    /// How far it has come, or how many people are in it.
    progress: String,
    percent: i64,
    until: String,
    is_moving: bool,
    is_ready: bool,
}

/// GET /admin/exports
pub async fn list_exports(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let query = Filter::from(&*asked).query();
    render(&app, &page, (officer.person_id, &query), (FormView::blank(&["reason"]), StatusCode::OK)).await
}

/// POST /admin/exports
pub async fn create_export(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    typed: Posted,
) -> Result<HttpResponse, PageError> {
    let filter = filter_of(typed.get("query"));
    let query = filter.query();
    let mut errors = FieldErrors::new();
    if typed.get("reason").trim().is_empty() {
        errors.add("reason", "Enter what the file is for");
    }
    let (true, Ok(reason)) = (errors.is_empty(), clean_line(typed.get("reason"), 200)) else {
        let form = FormView::filled([("reason", typed.get("reason"))]).with_errors(&errors);
        return render(&app, &page, (officer.person_id, &query), (form, StatusCode::UNPROCESSABLE_ENTITY)).await;
    };
    let asked = RequestExport { words: words_of(&query), query, reason, officer: officer.person_id };
    request_export(&app, asked).await?;
    Ok(page
        .redirect_with(&Flash::info("The file is being written. It appears below when it is ready."), "/admin/exports"))
}

/// GET /admin/exports/{reference}/members.csv
pub async fn download_export(
    app: Data<App>,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let export = find_own_export(app.db.reader(), &reference, officer.person_id).await?;
    let export = export.filter(|export| is_ready(export, app.now())).ok_or(PageError::NotFound)?;
    let file = tokio::fs::File::open(file_of(&app, &export)).await.map_err(|_| PageError::NotFound)?;
    let disposition = format!("attachment; filename=\"members-{}.csv\"", london_date(export.created_at));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(pieces(file)))
}

fn is_ready(export: &member_export::Model, now: Instant) -> bool {
    export.state == "ready" && now < export.expires_at
}

fn pieces(file: tokio::fs::File) -> impl Stream<Item = std::io::Result<Bytes>> {
    try_unfold(file, |mut file| async move {
        let mut piece = vec![0; 64 * 1024];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}

/// The filter in words: "status: lapsed, region: Wales", or everybody.
fn words_of(query: &str) -> String {
    let parts: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(name, _)| name != "sort")
        .map(|(name, value)| match name.as_str() {
            "q" => format!("found by “{value}”"),
            name => format!("{}: {}", name.replace('_', " "), value.replace('_', " ")),
        })
        .collect();
    if words.is_empty() { "everybody".to_owned() } else { words.join(", ") }
}

async fn render(
    app: &App,
    page: &PageContext,
    (officer, query): (i64, &str),
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let people = matching_ids(db, &filter_of(query), london_date(now)).await?.len();
    let own: Result<Vec<ExportView>, Unexpected> =
        list_own_exports(db, officer).await?.iter().map(|export| Ok(view(export, now))).collect();
    let exports = own?;
    let view = ExportsView {
        form,
        query: query.to_owned(),
        words: words_of(query),
        people,
        is_moving: exports.iter().any(|export| export.is_moving),
        exports,
    };
    page.render_with(status, "admin/exports/list.html", &view)
}

fn view(export: &member_export::Model, now: Instant) -> ExportView {
    let is_moving = export.state == "writing" && now < export.expires_at;
    let (state, kind) = match (export.state.as_str(), now < export.expires_at) {
        ("ready", true) => ("Ready", "done"),
        ("writing", true) => ("Being written", "strong"),
        _ => ("Gone", "plain"),
    };
    let (written, total) = (export.rows_written, export.rows_total);
    let progress = match (is_moving, written) {
        (true, _) if total == 0 => "Looking for the people".to_owned(),
        (true, _) => format!("{written} of {total} people written"),
        (false, 1) => "1 person".to_owned(),
        (false, _) => format!("{written} people"),
    };
    ExportView {
        href: format!("/admin/exports/{}/members.csv", export.reference),
        words: export.filter_words.clone(),
        reason: export.reason.clone(),
        asked: date_and_time(export.created_at),
        state,
        kind,
        progress,
        percent: (written * 100 / total.max(1)).clamp(0, 100),
        until: date_and_time(export.expires_at),
        is_moving,
        is_ready: is_ready(export, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_said_in_words() {
        assert_eq!(words_of(""), "everybody");
        assert_eq!(words_of("sort=ends"), "everybody");
        assert_eq!(words_of("q=ng&status=awaiting_payment"), "found by “ng”, status: awaiting payment");
    }
}
