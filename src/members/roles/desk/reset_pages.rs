//! Helping somebody who lost their second factor: it is taken away, for a reason, and they are told. Never a password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::read_reason;
use super::person_pages::{factor_words, load};
use super::views::{ResetPage, person_path};
use crate::app::App;
use crate::members::factors::{ResetFactors, ResetFactorsError, held_factors, reset_factors};
use crate::members::people::PersonRow;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

/// GET `/admin/roles/people/{reference}/second-factor-reset`.
pub async fn new_reset(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageRoles>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    show(&app, &page, &person, (StatusCode::OK, FormView::blank(&["reason"]))).await
}

async fn show(
    app: &App,
    page: &PageContext,
    person: &PersonRow,
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    let view = ResetPage {
        form,
        name: person.name.clone(),
        email: person.email.clone(),
        path: person_path(&person.reference),
        factors: factor_words(&held_factors(app.db.reader(), person.id).await?),
    };
    page.render_with(status, "admin/roles/reset.html", &view)
}

/// POST `/admin/roles/people/{reference}/second-factor-reset`.
pub async fn create_reset(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageRoles>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    let typed = FormView::filled([("reason", form.get("reason"))]);
    let mut errors = FieldErrors::new();
    let Some(reason) = read_reason(&form, &mut errors) else {
        return show(&app, &page, &person, (StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(&errors))).await;
    };
    let command = ResetFactors { person_id: person.id, by: officer.person_id, reason };
    let words = match reset_factors(&app, command).await {
        Ok(()) => {
            let words =
                format!("The second step is taken off the account of {}. They have been told by mail.", person.name);
            return Ok(page.redirect_with(&Flash::done(words), &person_path(&person.reference)));
        }
        Err(ResetFactorsError::Yourself) => "These are your own. Change them on your account’s pages",
        Err(ResetFactorsError::NothingThere) => "There is no second step to take off",
        Err(ResetFactorsError::Unexpected(error)) => return Err(error.into()),
    };
    let shown = typed.with_errors(&FieldErrors::one("", words));
    show(&app, &page, &person, (StatusCode::CONFLICT, shown)).await
}
