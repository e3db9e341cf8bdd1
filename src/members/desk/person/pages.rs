//! `/admin/members/{reference}` and the note written there.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::add_note::add_note;
use super::assemble::person_view;
use super::queries::{PersonRecord, find_record};
use crate::app::App;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, Viewer, may};

const NOTE: TextInput = TextInput::block("note", "note", 2_000);

/// GET /admin/members/{reference}; a record that was merged leads to the one that is left.
pub async fn show_person(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = find_record(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    if let Some(survivor) = &person.merged_into {
        let words = Flash::info("The record you asked for was merged into this one.");
        return Ok(page.redirect_with(&words, &format!("/admin/members/{survivor}")));
    }
    render(&app, &page, (&person, &officer.viewer), (StatusCode::OK, FormView::blank(&["note"]))).await
}

/// POST /admin/members/{reference}/notes
pub async fn create_note(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = find_record(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    let mut errors = FieldErrors::new();
    let text = NOTE.read(&form, &mut errors);
    if !errors.is_empty() {
        let typed = FormView::filled([("note", form.get("note"))]).with_errors(&errors);
        return render(&app, &page, (&person, &officer.viewer), (StatusCode::UNPROCESSABLE_ENTITY, typed)).await;
    }
    let (now, who) = (app.now(), (person.id, officer.person_id));
    app.db.write_tx(async |tx| add_note(tx, who, &text, now).await).await?;
    Ok(page.redirect_with(&Flash::done("The note is kept."), &format!("/admin/members/{}", person.reference)))
}

async fn render(
    app: &App,
    page: &PageContext,
    (person, viewer): (&PersonRecord, &Viewer),
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    page.render_with(status, "admin/members/person/show.html", &person_view(app, person, viewer, form).await?)
}
