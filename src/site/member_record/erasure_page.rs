//! Erases somebody, after saying exactly what goes and what stays, and until when (DP-13).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::merge_page::load;
use crate::app::App;
use crate::kernel::short_text::clean_line;
use crate::members::erasure::EraseError;
use crate::members::people::PersonRow;
use crate::person_registry::{ErasePerson, check_erasure, erase_person};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Debug, Serialize)]
struct ErasureView {
    form: FormView,
    name: String,
    reference: String,
    refused: Option<String>,
}

/// GET /admin/members/{reference}/erasure
pub async fn show_erasure(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    render(&app, &page, &person, (FormView::blank(&["reason", "sure"]), StatusCode::OK)).await
}

/// POST /admin/members/{reference}/erasure
pub async fn create_erasure(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    typed: Posted,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    if typed.get("reason").trim().is_empty() {
        errors.add("reason", "Enter who asked for this, and how");
    }
    if !typed.has("sure") {
        errors.add("sure", "Tick the box: this cannot be undone");
    }
    let filled = || FormView::filled([("reason", typed.get("reason")), ("sure", typed.get("sure"))]);
    let (true, Ok(reason)) = (errors.is_empty(), clean_line(typed.get("reason"), 200)) else {
        let again = (filled().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY);
        return render(&app, &page, &person, again).await;
    };
    let command = ErasePerson { person_id: person.id, officer: officer.person_id, reason };
    match erase_person(&app, command).await {
        Ok(()) => Ok(page.redirect_with(&Flash::done("The record is erased."), "/admin")),
        Err(EraseError::Unexpected(error)) => Err(error.into()),
        Err(error) => {
            let again = filled().with_errors(&FieldErrors::one("", error.to_string()));
            render(&app, &page, &person, (again, StatusCode::CONFLICT)).await
        }
    }
}

async fn render(
    app: &App,
    page: &PageContext,
    person: &PersonRow,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let refused = match check_erasure(app, person.id).await {
        Ok(()) => None,
        Err(EraseError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Some(error.to_string()),
    };
    let view = ErasureView { form, name: person.name.clone(), reference: person.reference.clone(), refused };
    page.render_with(status, "admin/members/erasure.html", &view)
}
