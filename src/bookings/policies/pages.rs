//! `/admin/refund-policies`: the list, one policy with its versions and dates, and the forms.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{self, ROWS};
use super::queries::{PolicyHistory, dates_under, find_history, list_histories};
use super::views::{DateRow, LIST, PoliciesView, PolicyFormView, PolicyRow, PolicyView, VersionView};
use super::write_version::{WriteVersionError, add_version, create_policy};
use crate::app::App;
use crate::events::EventDetails;
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const FORM: &str = "admin/refund_policies/form.html";

/// GET /admin/refund-policies
pub async fn list(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let mut policies = Vec::new();
    for history in list_histories(app.db.reader()).await? {
        let dates = coming_dates(&app, &history).await?.len();
        policies.extend(PolicyRow::new(&history, dates));
    }
    page.render("admin/refund_policies/list.html", &PoliciesView { policies })
}

/// GET /admin/refund-policies/new
pub async fn new_policy(page: PageContext) -> Result<HttpResponse, PageError> {
    page.render(FORM, &new_form(forms::blank()))
}

/// POST /admin/refund-policies/new
pub async fn create(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let refused = |status, errors: &FieldErrors| {
        page.render_with(status, FORM, &new_form(forms::typed(&posted).with_errors(errors)))
    };
    let typed = match forms::read(&posted) {
        Ok(typed) => typed,
        Err(errors) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let now = app.now();
    match app.db.write_tx(async |tx| create_policy(tx, &typed, officer.person_id, now).await).await {
        Ok(code) => {
            let done = Flash::done("The policy is there. Choose it in the form of a date.");
            Ok(page.redirect_with(&done, &format!("{LIST}/{code}")))
        }
        Err(WriteVersionError::Unexpected(error)) => Err(error.into()),
        Err(error) => refused(StatusCode::CONFLICT, &FieldErrors::one("name", error.to_string())),
    }
}

/// GET /admin/refund-policies/{code}
pub async fn show(app: Data<App>, page: PageContext, code: Path<String>) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let dates = coming_dates(&app, &history).await?;
    let now = app.now();
    let view = PolicyView {
        base: format!("{LIST}/{}", history.code),
        name: name_of(&history),
        versions: history.versions.iter().zip(0..).map(|(version, n)| VersionView::new(version, n == 0)).collect(),
        dates: dates.iter().map(|event| DateRow::new(event, now)).collect(),
    };
    page.render("admin/refund_policies/show.html", &view)
}

/// GET /admin/refund-policies/{code}/versions: the form, filled with what holds now.
pub async fn new_version(app: Data<App>, page: PageContext, code: Path<String>) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let newest = history.versions.first().ok_or(PageError::NotFound)?;
    let form = forms::filled(&newest.name, newest.version, &newest.tiers);
    page.render(FORM, &version_form(&app, &history, form).await?)
}

/// POST /admin/refund-policies/{code}/versions
pub async fn create_version(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    code: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let typed = match forms::read(&posted) {
        Ok(typed) => typed,
        Err(errors) => {
            let view = version_form(&app, &history, forms::typed(&posted).with_errors(&errors)).await?;
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, FORM, &view);
        }
    };
    let (now, seen) = (app.now(), posted.get("version").parse().unwrap_or_default());
    let officer_id = officer.person_id;
    let written = app.db.write_tx(async |tx| add_version(tx, (&history, seen), &typed, officer_id, now).await).await;
    match written {
        Ok(dates) => Ok(page.redirect_with(&Flash::done(saved_words(dates)), &format!("{LIST}/{}", history.code))),
        Err(WriteVersionError::Unexpected(error)) => Err(error.into()),
        Err(error) => {
            let errors = FieldErrors::one("", error.to_string());
            let view = version_form(&app, &history, forms::typed(&posted).with_errors(&errors)).await?;
            page.render_with(StatusCode::CONFLICT, FORM, &view)
        }
    }
}

fn saved_words(dates: usize) -> String {
    let dates = match dates {
        0 => "No coming date uses it yet.".to_owned(),
        1 => "One coming date uses it from now on.".to_owned(),
        dates => format!("{dates} coming dates use it from now on."),
    };
    format!("Saved. {dates} Bookings made before keep their own version, and have this one where it is kinder.")
}

async fn load(app: &App, code: &str) -> Result<PolicyHistory, PageError> {
    find_history(app.db.reader(), code).await?.ok_or(PageError::NotFound)
}

async fn coming_dates(app: &App, history: &PolicyHistory) -> Result<Vec<EventDetails>, Unexpected> {
    let ids: Vec<i64> = history.versions.iter().map(|version| version.id).collect();
    dates_under(app.db.reader(), &ids, app.now()).await
}

fn name_of(history: &PolicyHistory) -> String {
    history.versions.first().map_or_else(|| history.code.clone(), |version| version.name.clone())
}

fn new_form(form: FormView) -> PolicyFormView {
    PolicyFormView {
        action: format!("{LIST}/new"),
        back: LIST.to_owned(),
        stored: None,
        dates: 0,
        rows: (1..=ROWS).collect(),
        form,
    }
}

async fn version_form(app: &App, history: &PolicyHistory, form: FormView) -> Result<PolicyFormView, Unexpected> {
    let base = format!("{LIST}/{}", history.code);
    Ok(PolicyFormView {
        action: format!("{base}/versions"),
        back: base,
        stored: Some(name_of(history)),
        dates: coming_dates(app, history).await?.len(),
        rows: (1..=ROWS).collect(),
        form,
    })
}
