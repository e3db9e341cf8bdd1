//! `/admin/members/registrations/lists/{reference}`: the numbers go out, the results come back, are shown, and are confirmed.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use entity::{person, registration_list, registration_list_item};

use super::views::{HERE, ItemRow, ListView, ProblemRow, found_words, registration_href};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::members::desk::day_field::day_words;
use crate::members::desk::person::Fact;
use crate::members::registrations::queries::items_of;
use crate::members::registrations::{
    ConfirmResultsError, Confirmed, LARGEST_FILE, Outcome, Problem, ResultsFileError, TakeResultsError,
    confirm_results, download_list, drop_list, find_list, take_results,
};
use crate::web::{
    FieldErrors, Flash, FormView, MomentView, PageContext, PageError, Permitted, Posted, Uploaded, UploadedFile, may,
};

/// GET /admin/members/registrations/lists/{reference}
pub async fn show_list(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let list = load(&app, &reference).await?;
    render(&app, &page, &list, (StatusCode::OK, FieldErrors::new())).await
}

/// POST /admin/members/registrations/lists/{reference}/downloads
pub async fn download_numbers(
    app: Data<App>,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let list = load(&app, &reference).await?;
    if list.state != "open" {
        return Err(PageError::NotFound);
    }
    let text = download_list(&app, &list, officer.person_id).await?;
    let disposition = format!("attachment; filename=\"registration-numbers-{}.csv\"", list.reference);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}

/// POST /admin/members/registrations/lists/{reference}/results
pub async fn create_results(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    uploaded: Uploaded,
) -> Result<HttpResponse, PageError> {
    let list = load(&app, &reference).await?;
    let taken = match uploaded.file() {
        None => Err("Choose a file".to_owned()),
        Some(file) => match take_file(&app, &list, file, officer.person_id).await {
            Err(TakeResultsError::Unexpected(error)) => return Err(error.into()),
            taken => taken.map_err(|error| error.to_string()),
        },
    };
    match taken {
        Ok(()) => {
            let words = Flash::info("The results are read. Nothing is written until you confirm.");
            Ok(page.redirect_with(&words, &base(&list)))
        }
        Err(words) => {
            let errors = FieldErrors::one("file", words);
            render(&app, &page, &list, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await
        }
    }
}

async fn take_file(
    app: &App,
    list: &registration_list::Model,
    file: &UploadedFile,
    officer_id: i64,
) -> Result<(), TakeResultsError> {
    if file.bytes > LARGEST_FILE {
        return Err(ResultsFileError::TooLarge.into());
    }
    let bytes = tokio::fs::read(file.path()).await.map_err(Unexpected::from)?;
    take_results(app, list, &bytes, officer_id).await
}

/// POST /admin/members/registrations/lists/{reference}/confirmation
pub async fn create_confirmation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let list = load(&app, &reference).await?;
    let uploads = form.get("uploads").parse().unwrap_or(0);
    match confirm_results(&app, &list, uploads, officer.person_id).await {
        Ok(confirmed) => Ok(page.redirect_with(&Flash::done(confirmed_words(confirmed)), HERE)),
        Err(ConfirmResultsError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &base(&list))),
    }
}

fn confirmed_words(confirmed: Confirmed) -> String {
    let checked = if confirmed.checked == 1 { "1 registration is" } else { "Registrations are" };
    let all = if confirmed.checked == 1 { String::new() } else { format!(": {} of them", confirmed.checked) };
    match confirmed.failed {
        0 => format!("{checked} checked{all}. All match."),
        1 => format!("{checked} checked{all}. 1 does not match and waits below as a query."),
        failed => format!("{checked} checked{all}. {failed} do not match and wait below as queries."),
    }
}

/// POST /admin/members/registrations/lists/{reference}/removal
pub async fn create_removal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let list = load(&app, &reference).await?;
    let flash = if drop_list(&app, &list, officer.person_id).await? {
        Flash::done("The list is dropped. Whoever was on it is still due.")
    } else {
        Flash::problem("This list was closed before.")
    };
    Ok(page.redirect_with(&flash, HERE))
}

async fn load(app: &App, reference: &str) -> Result<registration_list::Model, PageError> {
    find_list(app.db.reader(), reference).await?.ok_or(PageError::NotFound)
}

fn base(list: &registration_list::Model) -> String {
    format!("{HERE}/lists/{}", list.reference)
}

async fn render(
    app: &App,
    page: &PageContext,
    list: &registration_list::Model,
    (status, errors): (StatusCode, FieldErrors),
) -> Result<HttpResponse, PageError> {
    let items = items_of(app.db.reader(), list.id).await?;
    let outcomes: Vec<Outcome> = items
        .iter()
        .filter(|(item, _, number)| item.number == *number)
        .filter_map(|(item, ..)| item.outcome.as_deref().and_then(Outcome::parse))
        .collect();
    let sum = |outcome: &Outcome| {
        let count = outcomes.iter().filter(|one| *one == outcome).count();
        Fact::new(outcome.label(), count.to_string())
    };
    let problems: Vec<Problem> = serde_json::from_value(list.problems.clone()).map_err(Unexpected::from)?;
    let (state, kind) = match list.state.as_str() {
        "answered" => ("Answered", "done"),
        "dropped" => ("Dropped", "plain"),
        _ => ("Open", "strong"),
    };
    let view = ListView {
        base: base(list),
        reference: list.reference.clone(),
        state,
        kind,
        is_open: list.state == "open",
        numbers: list.numbers,
        prepared: MomentView::short(list.prepared_at),
        downloaded: list.downloaded_at.map(MomentView::short),
        has_results: list.uploads > 0,
        uploads: list.uploads,
        sums: Outcome::ALL.iter().map(sum).collect(),
        to_write: outcomes.len(),
        items: items.into_iter().map(|item| item_row(item, list.uploads > 0)).collect(),
        problems: problems.into_iter().map(|one| ProblemRow { line: one.line, words: one.words }).collect(),
        form: FormView::blank(&["file"]).with_errors(&errors),
    };
    page.render_with(status, "admin/registrations/list.html", &view)
}

fn item_row(
    (item, person, number): (registration_list_item::Model, person::Model, String),
    has_results: bool,
) -> ItemRow {
    let outcome = item.outcome.as_deref().and_then(Outcome::parse);
    let (label, kind) = match outcome {
        _ if item.number != number => ("Number changed since", "caution"),
        Some(outcome) => (outcome.label(), outcome.tag()),
        None if has_results => ("Row not readable", "caution"),
        None => ("", ""),
    };
    ItemRow {
        href: registration_href(&person.reference),
        name: person.full_name,
        number: item.number,
        outcome: label,
        kind,
        until: item.registered_until.map(day_words).unwrap_or_default(),
        found: found_words(item.name_found, item.status_found),
    }
}
