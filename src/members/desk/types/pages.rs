//! `/admin/membership-types`: the list, one type with its history, and the forms that write a version for a day to come.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::add_version::{AddVersionError, add_version};
use super::close_type::close_type;
use super::create_type::{CreateTypeError, create_type};
use super::evidence_fields;
use super::forms;
use super::queries::{TypeHistory, find_history, list_types};
use super::views::{
    TypeView, TypesView, VersionFormView, closed_words, months_of_year, term_kinds, type_row, version_views,
    who_may_ask,
};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::membership::profession::set_profession;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const LIST: &str = "/admin/membership-types";
const FORM: &str = "admin/membership_types/form.html";

/// GET /admin/membership-types
pub async fn list(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let types = list_types(app.db.reader()).await?;
    let types = types.iter().filter_map(|kind| type_row(kind, today)).collect();
    page.render("admin/membership_types/list.html", &TypesView { types })
}

/// GET /admin/membership-types/new
pub async fn new_type(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
) -> Result<HttpResponse, PageError> {
    page.render(FORM, &new_form(forms::blank(london_date(app.now()))))
}

/// POST /admin/membership-types/new
pub async fn create(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let refused = |status, errors: &FieldErrors| {
        page.render_with(status, FORM, &new_form(forms::typed(&form).with_errors(errors)))
    };
    let (code, (from, version)) = match (forms::read_code(&form), forms::read_version(&form)) {
        (Ok(code), Ok(version)) => (code, version),
        (code, version) => {
            let mut all = FieldErrors::new();
            for errors in [code.err(), version.err()].into_iter().flatten() {
                errors.iter().for_each(|error| all.add(error.field.clone(), error.message.clone()));
            }
            return refused(StatusCode::UNPROCESSABLE_ENTITY, &all);
        }
    };
    let now = app.now();
    let made = app.db.write_tx(async |tx| create_type(tx, (&code, from), version, officer.person_id, now).await).await;
    match made {
        Ok(()) => Ok(page.redirect_with(&Flash::done("The type is there."), &format!("{LIST}/{code}"))),
        Err(CreateTypeError::Unexpected(error)) => Err(error.into()),
        Err(error @ CreateTypeError::CodeTaken) => {
            refused(StatusCode::CONFLICT, &FieldErrors::one("code", error.to_string()))
        }
    }
}

/// GET /admin/membership-types/{code}
pub async fn show(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    render(&app, &page, &history, None)
}

/// GET /admin/membership-types/{code}/versions: the form, filled with what holds now.
pub async fn new_version(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let today = london_date(app.now());
    let tomorrow = today.succ_opt().unwrap_or(today);
    let latest = history.versions.first().ok_or(PageError::NotFound)?;
    page.render(FORM, &version_form(&history, forms::filled(&latest.version, tomorrow.max(latest.valid_from))))
}

/// POST /admin/membership-types/{code}/versions
pub async fn create_version(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    code: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let refused = |status, errors: &FieldErrors| {
        page.render_with(status, FORM, &version_form(&history, forms::typed(&form).with_errors(errors)))
    };
    let (from, version) = match forms::read_version(&form) {
        Ok(read) => read,
        Err(errors) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let (now, target) = (app.now(), (history.code.as_str(), from));
    let added = app.db.write_tx(async |tx| add_version(tx, target, &version, officer.person_id, now).await).await;
    match added {
        Ok(()) => {
            let words = "Saved. People already on a term keep what they have until it ends.";
            Ok(page.redirect_with(&Flash::done(words), &format!("{LIST}/{}", history.code)))
        }
        Err(AddVersionError::Unexpected(error)) => Err(error.into()),
        Err(AddVersionError::NoSuchType) => Err(PageError::NotFound),
        Err(error) => refused(StatusCode::CONFLICT, &FieldErrors::one("valid_from", error.to_string())),
    }
}

/// POST /admin/membership-types/{code}/closing: an empty day opens the type again.
pub async fn create_closing(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    code: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let history = load(&app, &code).await?;
    let now = app.now();
    let closed_on = match forms::read_closed_on(&form, london_date(now)) {
        Ok(closed_on) => closed_on,
        Err(errors) => {
            let typed = FormView::filled([("closed_on", form.get("closed_on"))]).with_errors(&errors);
            return render(&app, &page, &history, Some(typed));
        }
    };
    let officer_id = officer.person_id;
    app.db.write_tx(async |tx| close_type(tx, &history.code, closed_on, officer_id, now).await).await?;
    let words = match closed_on {
        Some(_) => "Nobody new can have this type from that day on. People on a term keep it to its end.",
        None => "The type can be had again.",
    };
    Ok(page.redirect_with(&Flash::done(words), &format!("{LIST}/{}", history.code)))
}

/// POST /admin/membership-types/{code}/profession: whether its members are in the profession (AC-02).
pub async fn create_profession(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    code: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let is_in_profession = match form.get("profession") {
        "in" => true,
        "outside" => false,
        _ => return Err(PageError::BadRequest("Say whether these members are in the profession.".to_owned())),
    };
    let (now, officer_id) = (app.now(), officer.person_id);
    let said = (code.as_str(), is_in_profession);
    if !app.db.write_tx(async |tx| set_profession(tx, said, officer_id, now).await).await? {
        return Err(PageError::NotFound);
    }
    Ok(page.redirect_with(&Flash::done("Saved. The treasurer’s reports count them so."), &format!("{LIST}/{code}")))
}

async fn load(app: &App, code: &str) -> Result<TypeHistory, PageError> {
    find_history(app.db.reader(), code).await?.ok_or(PageError::NotFound)
}

fn render(
    app: &App,
    page: &PageContext,
    history: &TypeHistory,
    refused: Option<FormView>,
) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let closed_on = history.closed_on.map(|day| day.to_string()).unwrap_or_default();
    let view = TypeView {
        base: format!("{LIST}/{}", history.code),
        name: name_of(history),
        code: history.code.clone(),
        versions: version_views(history, today),
        closed: closed_words(history.closed_on, today),
        is_closed: history.closed_on.is_some(),
        is_in_profession: history.is_in_profession,
        form: refused.unwrap_or_else(|| FormView::filled([("closed_on", closed_on)])),
    };
    page.render_with(status, "admin/membership_types/show.html", &view)
}

fn name_of(history: &TypeHistory) -> String {
    history.versions.first().map_or_else(|| history.code.clone(), |past| past.version.name.clone())
}

fn new_form(form: FormView) -> VersionFormView {
    VersionFormView {
        action: format!("{LIST}/new"),
        back: LIST.to_owned(),
        stored: None,
        form,
        who_may_ask: who_may_ask(),
        term_kinds: term_kinds(),
        months: months_of_year(),
        roles: evidence_fields::roles(),
    }
}

fn version_form(history: &TypeHistory, form: FormView) -> VersionFormView {
    let base = format!("{LIST}/{}", history.code);
    VersionFormView {
        action: format!("{base}/versions"),
        back: base,
        stored: Some(name_of(history)),
        form,
        who_may_ask: who_may_ask(),
        term_kinds: term_kinds(),
        months: months_of_year(),
        roles: evidence_fields::roles(),
    }
}
