//! The list of imports, a new one, and what its columns are.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use entity::import_batch;
use serde::Deserialize;

use super::batch_state::BatchState;
use super::fields::{ImportField, guess};
use super::file_shape::FileShapeError;
use super::forms::{columns_form, read_columns, typed_columns};
use super::queries::{SavedMapping, find_by_reference, list_batches, saved_mappings};
use super::row_pages::show_report;
use super::steer_import::{SteerError, choose_columns, throw_away};
use super::upload_file::upload_file;
use super::views::{BatchRowView, ColumnsView, HeadView, ListView, OptionView, columns, field_options, path, warnings};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::web::{
    FieldErrors, Flash, FormView, Page, PageContext, PageError, Pagination, Permitted, Posted, Uploaded, may,
};

/// The largest file, in bytes: a million short lines.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// Imports on one page of the list.
const ROWS: u64 = 20;

/// What the list's address may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    page: Option<String>,
}

/// What an import's address may carry.
#[derive(Debug, Default, Deserialize)]
pub struct WantedRows {
    #[serde(default)]
    pub(super) show: String,
    #[serde(default)]
    pub(super) mapping: String,
    pub(super) page: Option<String>,
}

/// GET /admin/imports
pub async fn list_imports(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    render_list(&app, &page, Page::from_query(wanted.page.as_deref(), ROWS), FieldErrors::new()).await
}

async fn render_list(app: &App, page: &PageContext, at: Page, errors: FieldErrors) -> Result<HttpResponse, PageError> {
    let (batches, total) = list_batches(app.db.reader(), at).await?;
    let view = ListView {
        form: FormView::blank(&["file"]).with_errors(&errors),
        batches: batches.into_iter().map(BatchRowView::from).collect(),
        pages: Pagination::new(at, total, "/admin/imports?"),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.render_with(status, "admin/imports/list.html", &view)
}

/// POST /admin/imports
pub async fn create_import(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    uploaded: Uploaded,
) -> Result<HttpResponse, PageError> {
    let again = async |words: String| {
        let errors = FieldErrors::one("file", words);
        render_list(&app, &page, Page::from_query(None, ROWS), errors).await
    };
    let Some(file) = uploaded.file() else { return again("Choose a file".to_owned()).await };
    match upload_file(&app, file, officer.person_id).await {
        Ok(reference) => Ok(page.redirect(&path(&reference))),
        Err(FileShapeError::Unexpected(error)) => Err(error.into()),
        Err(error) => again(error.to_string()).await,
    }
}

/// GET /admin/imports/{reference}
pub async fn show_import(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    wanted: Query<WantedRows>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    if batch.state == BatchState::Uploaded.word() || wanted.show == "columns" {
        let view = columns_view(&app, &batch, &wanted.mapping).await?;
        return page.render("admin/imports/columns.html", &view);
    }
    show_report(&app, &page, &batch, &wanted, FieldErrors::new()).await
}

async fn columns_view(app: &App, batch: &import_batch::Model, mapping: &str) -> Result<ColumnsView, Unexpected> {
    let (headers, mut words) = headers_of(batch)?;
    let saved = saved_mappings(app.db.reader()).await?;
    if let Some((_, known)) = saved.iter().find(|(name, _)| name == mapping) {
        let guessed = guess(&headers, known).into_iter();
        words = guessed.map(|field| field.map_or("", ImportField::word).to_owned()).collect();
    }
    let form = columns_form(&words, batch.addresses_verified, "");
    Ok(view_of(batch, (&headers, &saved), mapping, form))
}

fn headers_of(batch: &import_batch::Model) -> Result<(Vec<String>, Vec<String>), Unexpected> {
    Ok((serde_json::from_value(batch.headers.clone())?, serde_json::from_value(batch.columns.clone())?))
}

fn view_of(
    batch: &import_batch::Model,
    (headers, saved): (&[String], &[SavedMapping]),
    mapping: &str,
    form: FormView,
) -> ColumnsView {
    ColumnsView {
        batch: HeadView::from(batch),
        form,
        columns: columns(headers),
        fields: field_options(),
        mappings: saved.iter().map(|(name, _)| OptionView::new(name, name)).collect(),
        mapping: mapping.to_owned(),
        warnings: warnings(headers),
    }
}

/// POST /admin/imports/{reference}/checks
pub async fn create_check(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let (headers, _) = headers_of(&batch)?;
    let columns = match read_columns(&form, &headers) {
        Ok(columns) => columns,
        Err(errors) => {
            let saved = saved_mappings(app.db.reader()).await?;
            let typed = typed_columns(&form, &headers).with_errors(&errors);
            let view = view_of(&batch, (&headers, &saved), "", typed);
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "admin/imports/columns.html", &view);
        }
    };
    answer(
        &page,
        &batch,
        choose_columns(&app, &batch, columns, officer.person_id).await,
        Flash::info("The rows are being checked. Nothing is written until you confirm."),
    )
}

/// POST /admin/imports/{reference}/removal
pub async fn create_removal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let batch = load(&app, &reference).await?;
    let done = throw_away(&app, &batch, officer.person_id).await;
    answer(&page, &batch, done, Flash::done("The file and its rows are thrown away. Nobody was written."))
}

/// Back to the import's page, with what came of it.
pub(super) fn answer(
    page: &PageContext,
    batch: &import_batch::Model,
    done: Result<(), SteerError>,
    said: Flash,
) -> Result<HttpResponse, PageError> {
    let flash = match done {
        Ok(()) => said,
        Err(SteerError::Unexpected(error)) => return Err(error.into()),
        Err(SteerError::NothingToWrite) => {
            Flash::problem("There is no row that could be written. Mend the file and upload it again.")
        }
        Err(SteerError::NotAllowed(_)) => {
            Flash::problem("The import has moved on since this page was shown. Look again at where it stands.")
        }
    };
    Ok(page.redirect_with(&flash, &path(&batch.reference)))
}

pub(super) async fn load(app: &App, reference: &str) -> Result<import_batch::Model, PageError> {
    find_by_reference(app.db.reader(), reference).await?.ok_or(PageError::NotFound)
}
