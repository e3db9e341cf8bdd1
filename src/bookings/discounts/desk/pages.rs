//! `/admin/discount-codes`: the list with uses and money given, one code, a new one, the end of one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::create_code::{CreateCodeError, create_code};
use super::end_code::end_code;
use super::forms;
use super::queries::{dates_of, list_codes, load_scopes, scope_titles, uses_of};
use super::views::{CodeFormView, CodeRow, CodeView, CodesView, FormLink, LIST, UseView};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::london_date;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, may};

const FORM: &str = "admin/discount_codes/form.html";

/// GET /admin/discount-codes
pub async fn list(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let codes = list_codes(db).await?;
    let titles = scope_titles(db, &codes).await?;
    let codes = codes.iter().map(|code| CodeRow::new(code, &titles, now)).collect();
    page.render("admin/discount_codes/list.html", &CodesView { codes })
}

/// GET /admin/discount-codes/new
pub async fn new_code(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let scopes = load_scopes(app.db.reader(), app.now()).await?;
    let form = forms::blank(&scopes, app.tokens.secret());
    page.render(FORM, &CodeFormView::new(form, &scopes))
}

/// POST /admin/discount-codes/new
pub async fn create(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let scopes = load_scopes(app.db.reader(), now).await?;
    let refused = |status, errors: &FieldErrors| {
        let form = forms::typed(&posted, &scopes).with_errors(errors);
        page.render_with(status, FORM, &CodeFormView::new(form, &scopes))
    };
    let new = match forms::read(&posted, &scopes, london_date(now)) {
        Ok(new) => new,
        Err(errors) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let by = Actor::Person(officer.person_id);
    match app.db.write_tx(async |tx| create_code(tx, &new, by, now).await).await {
        Ok(id) => {
            let done = Flash::done(format!("The code {} can be given out.", new.code));
            Ok(page.redirect_with(&done, &format!("{LIST}/{id}")))
        }
        Err(CreateCodeError::Unexpected(error)) => Err(error.into()),
        Err(error) => refused(StatusCode::CONFLICT, &FieldErrors::one("code", error.to_string())),
    }
}

/// GET /admin/discount-codes/{id}
pub async fn show(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let id = id.parse::<i64>().map_err(|_| PageError::NotFound)?;
    let codes: Vec<_> = list_codes(db).await?.into_iter().filter(|code| code.id == id).collect();
    let titles = scope_titles(db, &codes).await?;
    let code = codes.first().ok_or(PageError::NotFound)?;
    let uses = uses_of(db, id).await?;
    let row = CodeRow::new(code, &titles, app.now());
    let dates = if row.is_running() { dates_of(db, code).await? } else { Vec::new() };
    let links = dates.into_iter().map(|date| FormLink::new(date, &app.shell.base_url, code)).collect();
    let view = CodeView { code: row, links, uses: uses.iter().map(UseView::new).collect() };
    page.render("admin/discount_codes/show.html", &view)
}

/// POST /admin/discount-codes/{id}/end
pub async fn create_end(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse::<i64>().map_err(|_| PageError::NotFound)?;
    let now = app.now();
    let ended = app.db.write_tx(async |tx| end_code(tx, id, officer.person_id, now).await).await?;
    let flash = if ended {
        Flash::done("The code has ended. Bookings that use it keep their price.")
    } else {
        Flash::info("There was nothing to end.")
    };
    Ok(page.redirect_with(&flash, LIST))
}
