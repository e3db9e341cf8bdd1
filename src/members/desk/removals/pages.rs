//! `/admin/removals`: confirmed or dropped by somebody who did not propose them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::views::{RemovalView, RemovalsView};
use crate::app::App;
use crate::members::erasure::records_of;
use crate::members::membership::{ByOfficer, OfficerActError, confirm_removal, drop_removal, waiting_removals};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const HERE: &str = "/admin/removals";
const REASON: TextInput = TextInput::block("reason", "reason", 1_000);

/// What was typed about one of them, and what is wrong with it.
#[derive(Default)]
struct Typed {
    id: i64,
    reason: String,
    errors: FieldErrors,
}

/// GET `/admin/removals`.
pub async fn list_removals(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, officer.person_id, Typed::default(), StatusCode::OK).await
}

/// POST `/admin/removals/{id}/confirmation`.
pub async fn create_confirmation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let done = match confirm_removal(&app, *id, officer.person_id).await {
        Ok(_) => Ok("The membership ends by the resolution. The member is being told."),
        Err(refusal) => Err(refusal),
    };
    answer(&app, &page, officer.person_id, done, Typed { id: *id, ..Typed::default() }).await
}

/// POST `/admin/removals/{id}/withdrawal`.
pub async fn create_withdrawal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::DecideApplications>,
    id: Path<i64>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let mut typed = Typed { id: *id, reason: form.get("reason").to_owned(), errors: FieldErrors::new() };
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&form, &mut errors);
    if let Some(error) = errors.iter().next() {
        typed.errors = FieldErrors::one(field_of(*id), error.message.clone());
        return show(&app, &page, officer.person_id, typed, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let by = ByOfficer { officer_id: officer.person_id, reason };
    let done = drop_removal(&app, *id, by).await.map(|()| "It is dropped. Nothing has changed for the member.");
    answer(&app, &page, officer.person_id, done, typed).await
}

async fn answer(
    app: &App,
    page: &PageContext,
    viewer_id: i64,
    done: Result<&str, OfficerActError>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    match done {
        Ok(words) => Ok(page.redirect_with(&Flash::done(words), HERE)),
        Err(OfficerActError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let errors = FieldErrors::one("", refusal.to_string());
            show(app, page, viewer_id, Typed { errors, ..typed }, StatusCode::CONFLICT).await
        }
    }
}

/// The reason's field of one of them; each has its own on the page.
fn field_of(id: i64) -> String {
    format!("reason-{id}")
}

async fn show(
    app: &App,
    page: &PageContext,
    viewer_id: i64,
    typed: Typed,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let waiting = waiting_removals(app.db.reader(), None).await?;
    let viewer = records_of(app.db.reader(), viewer_id).await?;
    let mut form = FormView::default();
    for removal in &waiting {
        form.set(field_of(removal.id), if removal.id == typed.id { typed.reason.as_str() } else { "" });
    }
    let removals = waiting.into_iter().map(|removal| RemovalView::new(removal, &viewer)).collect();
    let view = RemovalsView { removals, form: form.with_errors(&typed.errors) };
    page.render_with(status, "admin/removals/list.html", &view)
}
