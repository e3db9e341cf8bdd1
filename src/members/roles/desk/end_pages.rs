//! Ending a role, at once or after a last day, with a reason.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{END_FIELDS, read_end};
use super::queries::{Grant, grants};
use super::views::{EndPage, GrantView, person_path, state_of};
use crate::app::App;
use crate::kernel::uk_time;
use crate::members::roles::end_role::{EndRole, EndRoleError, end_grant};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

/// GET `/admin/roles/grants/{id}/end`.
pub async fn new_end(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageRoles>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let grant = load(&app, &id).await?;
    show(&app, &page, &grant, (StatusCode::OK, FormView::blank(&END_FIELDS)))
}

async fn load(app: &App, id: &str) -> Result<Grant, PageError> {
    let id: i64 = id.parse().map_err(|_| PageError::NotFound)?;
    let today = uk_time::london_date(app.now());
    let all = grants(app.db.reader(), None).await?;
    all.into_iter().find(|grant| grant.id == id && state_of(grant, today) != "over").ok_or(PageError::NotFound)
}

fn show(
    app: &App,
    page: &PageContext,
    grant: &Grant,
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    let today = uk_time::london_date(app.now());
    let view = EndPage { form, grant: GrantView::new(grant, today), today: today.to_string() };
    page.render_with(status, "admin/roles/end.html", &view)
}

/// POST `/admin/roles/grants/{id}/end`.
pub async fn create_end(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageRoles>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let grant = load(&app, &id).await?;
    let typed = FormView::filled(END_FIELDS.map(|name| (name, form.get(name))));
    let (last_day, reason) = match read_end(&form, uk_time::london_date(now)) {
        Ok(read) => read,
        Err(errors) => {
            return show(&app, &page, &grant, (StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(&errors)));
        }
    };
    let command = EndRole {
        person_id: grant.person_id,
        role: grant.role,
        last_day,
        ended_by: Some(officer.person_id),
        reason: Some(reason),
    };
    match app.db.write_tx(async |tx| end_grant(tx, command.clone(), grant.id, now).await).await {
        Ok(()) => {
            let words = format!("The role of {} ends for {}.", grant.role.label().to_lowercase(), grant.person_name);
            Ok(page.redirect_with(&Flash::done(words), &person_path(&grant.person_reference)))
        }
        Err(error) => {
            let errors = refused(error)?;
            show(&app, &page, &grant, (StatusCode::CONFLICT, typed.with_errors(&errors)))
        }
    }
}

fn refused(error: EndRoleError) -> Result<FieldErrors, PageError> {
    Ok(match error {
        EndRoleError::NotHeld => FieldErrors::one("", "This role has ended meanwhile"),
        EndRoleError::LastAdministrator => {
            FieldErrors::one("", "They are the last administrator without an end date. Make another one first")
        }
        EndRoleError::DayIsOver => FieldErrors::one("last_day", "That day is over, or before the role’s first day"),
        EndRoleError::EndsEarlier => FieldErrors::one(
            "last_day",
            "The role ends before that already. To make it longer, give it anew from the day after",
        ),
        EndRoleError::Unexpected(error) => return Err(error.into()),
    })
}
