//! What was found in an import's rows, how far a job has come, and the officer's decisions.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use entity::import_batch;

use super::batch_state::BatchState;
use super::forms::{read_choice, read_reason};
use super::pages::{WantedRows, answer, load};
use super::queries::{count_chosen, count_rows, list_rows, people_by_id};
use super::report::report;
use super::staged::RowState;
use super::steer_import::{ask_undo, choose, confirm, release_welcome};
use super::views::{CountView, HeadView, ProgressView, ReportView, choice_options, path, row_view};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::date_and_time;
use crate::web::{FieldErrors, Flash, FormView, Page, PageContext, PageError, Pagination, Permitted, Posted, may};

/// Rows on one page of the report.
const ROWS: u64 = 50;

/// The report of an import, or how far it has come.
pub(super) async fn show_report(
    app: &App,
    page: &PageContext,
    batch: &import_batch::Model,
    wanted: &WantedRows,
    errors: FieldErrors,
) -> Result<HttpResponse, PageError> {
    let shown = RowState::parse(&wanted.show);
    let view = report_view(app, batch, shown, Page::from_query(wanted.page.as_deref(), ROWS), &errors).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.render_with(status, "admin/imports/show.html", &view)
}

async fn report_view(
    app: &App,
    batch: &import_batch::Model,
    shown: Option<RowState>,
    at: Page,
    errors: &FieldErrors,
) -> Result<ReportView, Unexpected> {
    let db = app.db.reader();
    let counts = count_rows(db, batch.id).await?;
    let state = BatchState::parse(&batch.state).unwrap_or(BatchState::Uploaded);
    let (rows, total) = list_rows(db, batch.id, shown, at).await?;
    let people =
        people_by_id(db, rows.iter().filter_map(|row| row.person_id.or(row.match_person_id)).collect()).await?;
    let rows = rows
        .iter()
        .map(|row| row_view(row, &people, state == BatchState::Checked))
        .collect::<Result<Vec<_>, Unexpected>>()?;
    let base = path(&batch.reference);
    let count = |known: &RowState| CountView {
        label: known.label(),
        count: counts.get(known.word()).copied().unwrap_or(0),
        href: format!("{base}?show={}", known.word()),
        is_shown: shown == Some(*known),
    };
    let all =
        CountView { label: "All rows", count: counts.values().sum(), href: base.clone(), is_shown: shown.is_none() };
    let show = shown.map_or(String::new(), |state| format!("show={}&", state.word()));
    let is_forgotten = batch.rows_forgotten_at.is_some();
    Ok(ReportView {
        batch: HeadView::from(batch),
        form: FormView::blank(&["reason"]).with_errors(errors),
        progress: progress(app, batch).await?,
        counts: std::iter::once(all).chain(RowState::ALL.iter().map(count).filter(|one| one.count > 0)).collect(),
        shown: shown.map_or(String::new(), |state| state.word().to_owned()),
        rows,
        choices: choice_options(),
        pages: Pagination::new(at, total, &format!("{base}?{show}")),
        to_write: to_write(app, batch).await?,
        addresses_verified: batch.addresses_verified,
        can_confirm: state == BatchState::Checked,
        can_undo: state == BatchState::Written && !is_forgotten,
        can_release: state == BatchState::Written && batch.welcome_released_at.is_none() && !is_forgotten,
        released: batch.welcome_released_at.map(date_and_time),
        is_forgotten,
    })
}

/// Rows that would be written, or were.
async fn to_write(app: &App, batch: &import_batch::Model) -> Result<i64, Unexpected> {
    let counts = count_rows(app.db.reader(), batch.id).await?;
    let chosen = i64::try_from(count_chosen(app.db.reader(), batch.id).await?)?;
    Ok(counts.get(RowState::Good.word()).copied().unwrap_or(0) + chosen)
}

async fn progress(app: &App, batch: &import_batch::Model) -> Result<ProgressView, Unexpected> {
    let state = BatchState::parse(&batch.state).unwrap_or(BatchState::Uploaded);
    let done = batch.rows_done;
    let (percent, words) = match state {
        BatchState::Checking => {
            let percent = batch.next_byte * 100 / batch.file_bytes.max(1);
            (percent, format!("{} rows checked", batch.rows_read))
        }
        BatchState::Writing => {
            let left = to_write(app, batch).await?;
            (done * 100 / (done + left).max(1), format!("{done} of {} people written", done + left))
        }
        BatchState::Undoing => {
            let left = count_rows(app.db.reader(), batch.id).await?.get(RowState::Written.word()).copied().unwrap_or(0);
            (done * 100 / (done + left).max(1), format!("{done} of {} rows taken back", done + left))
        }
        _ => (100, String::new()),
    };
    Ok(ProgressView { is_moving: state.is_moving(), percent: percent.clamp(0, 100), words })
}

/// GET /admin/imports/{reference}/progress.json
pub async fn show_progress(
    app: Data<App>,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let view = progress(&app, &batch).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

/// GET /admin/imports/{reference}/report.csv
pub async fn download_report(
    app: Data<App>,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let disposition = format!("attachment; filename=\"import-{}.csv\"", batch.reference);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(report(app, batch.id)))
}

/// POST /admin/imports/{reference}/choices
pub async fn create_choice(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let Some((line, decision)) = read_choice(&form) else {
        return Err(PageError::BadRequest("Choose what is to become of the row.".to_owned()));
    };
    let back = format!("{}?show=duplicate", path(&batch.reference));
    match choose(&app, &batch, line, decision).await {
        Ok(rows) => {
            let words = format!("{}: {rows} {}.", decision.label(), if rows == 1 { "row" } else { "rows" });
            Ok(page.redirect_with(&Flash::done(words), &back))
        }
        Err(error) => answer(&page, &batch, Err(error), Flash::info("")),
    }
}

/// POST /admin/imports/{reference}/confirmation
pub async fn create_confirmation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let rows = to_write(&app, &batch).await?;
    let done = confirm(&app, &batch, rows, officer.person_id).await;
    answer(&page, &batch, done, Flash::info("People are being written. You may leave this page; it goes on."))
}

/// POST /admin/imports/{reference}/reversal
pub async fn create_reversal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let reason = match read_reason(&form) {
        Ok(reason) => reason,
        Err(errors) => return show_report(&app, &page, &batch, &WantedRows::default(), errors).await,
    };
    if batch.rows_forgotten_at.is_some() {
        let flash = Flash::problem("The rows of this import are forgotten, so it can no longer be taken back.");
        return Ok(page.redirect_with(&flash, &path(&batch.reference)));
    }
    let done = ask_undo(&app, &batch, &reason, officer.person_id).await;
    answer(&page, &batch, done, Flash::info("The import is being taken back. Rows whose person stays will say why."))
}

/// POST /admin/imports/{reference}/welcome
pub async fn create_welcome(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let done = release_welcome(&app, &batch, officer.person_id).await;
    answer(&page, &batch, done, Flash::done("The welcome is on its way to everybody this import wrote."))
}
