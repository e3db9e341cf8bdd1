//! `/admin/roles/people/{reference}`: one person's roles, devices and second factors.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{GRANT_FIELDS, given_roles, read_grant};
use super::queries::{Grant, find_by_reference, grants};
use super::views::{DeviceView, GrantView, PersonPage, RoleOption, person_path, state_of, what_it_is};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{self, date_and_time};
use crate::members::factors::{HeldFactors, held_factors};
use crate::members::people::{self, PersonRow};
use crate::members::roles::{GrantRole, GrantRoleError, grant_role};
use crate::members::session::{self, device_words};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, Viewer, may};

/// GET `/admin/roles/people/{reference}`.
pub async fn show_person(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageRoles>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    let today = uk_time::london_date(app.now()).to_string();
    let form = FormView::filled([("role", ""), ("starts_on", &today), ("ends_on", "")]);
    show(&app, &page, (&officer.viewer, &person), (StatusCode::OK, form)).await
}

/// The person with this reference.
pub(super) async fn load(app: &App, reference: &str) -> Result<PersonRow, PageError> {
    let id = find_by_reference(app.db.reader(), reference).await?.ok_or(PageError::NotFound)?;
    people::find_person(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

async fn show(
    app: &App,
    page: &PageContext,
    (viewer, person): (&Viewer, &PersonRow),
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let today = uk_time::london_date(now);
    let all = grants(db, Some(person.id)).await?;
    let (past, live): (Vec<Grant>, Vec<Grant>) = all.into_iter().partition(|grant| state_of(grant, today) == "over");
    let show = |grants: Vec<Grant>| grants.iter().map(|grant| GrantView::new(grant, today)).collect();
    let open = session::open_sessions(db, person.id, now).await?;
    let view = PersonPage {
        form,
        name: person.name.clone(),
        email: person.email.clone(),
        path: person_path(&person.reference),
        is_self: viewer.person_id == person.id,
        is_closed: person.is_disabled,
        options: role_options(),
        live: show(live),
        past: show(past),
        devices: open.iter().map(device_view).collect(),
        factors: factor_words(&held_factors(db, person.id).await?),
    };
    page.render_with(status, "admin/roles/person.html", &view)
}

fn role_options() -> Vec<RoleOption> {
    let option =
        |role: crate::kernel::Role| RoleOption { value: role.word(), label: role.label(), hint: what_it_is(role) };
    given_roles().map(option).collect()
}

fn device_view(open: &session::OpenSession) -> DeviceView {
    DeviceView {
        device: device_words(&open.user_agent),
        last_used: date_and_time(open.last_seen_at),
        began: date_and_time(open.began_at),
    }
}

/// "Authenticator app, 2 passkeys"; "" for none.
pub(super) fn factor_words(held: &HeldFactors) -> String {
    let app = held.app_since.map(|_| "Authenticator app".to_owned());
    let keys = match held.passkeys.len() {
        0 => None,
        1 => Some("1 passkey".to_owned()),
        count => Some(format!("{count} passkeys")),
    };
    [app, keys].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// POST `/admin/roles/people/{reference}/grants`.
pub async fn create_grant(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageRoles>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let person = load(&app, &reference).await?;
    let typed = FormView::filled(GRANT_FIELDS.map(|name| (name, form.get(name))));
    let wanted = match read_grant(&form, uk_time::london_date(now)) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let again = (StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(&errors));
            return show(&app, &page, (&officer.viewer, &person), again).await;
        }
    };
    let grant = GrantRole {
        person_id: person.id,
        role: wanted.role,
        starts_on: wanted.starts_on,
        ends_on: wanted.ends_on,
        granted_by: Some(officer.person_id),
    };
    match app.db.write_tx(async |tx| grant_role(tx, grant.clone(), now).await).await {
        Ok(_) => {
            let words = format!("{} is given to {}. They have been signed out.", wanted.role.label(), person.name);
            Ok(page.redirect_with(&Flash::done(words), &person_path(&person.reference)))
        }
        Err(error) => {
            let again = (StatusCode::CONFLICT, typed.with_errors(&refused(error)?));
            show(&app, &page, (&officer.viewer, &person), again).await
        }
    }
}

fn refused(error: GrantRoleError) -> Result<FieldErrors, PageError> {
    Ok(match error {
        GrantRoleError::AlreadyHeld => FieldErrors::one(
            "role",
            "They hold this role on some of these days already. End that first, or choose other days",
        ),
        GrantRoleError::Yourself => {
            FieldErrors::one("", "Nobody gives a role to themselves. Ask another administrator")
        }
        GrantRoleError::EndsBeforeItStarts => FieldErrors::one("ends_on", "The last day is before the first"),
        GrantRoleError::Disabled => FieldErrors::one("", "This account is closed"),
        GrantRoleError::Unexpected(error) => return Err(error.into()),
    })
}

/// POST `/admin/roles/people/{reference}/sessions-end`: signs them out everywhere.
pub async fn end_sessions(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageRoles>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let person = load(&app, &reference).await?;
    let keep = (person.id == officer.person_id).then_some(officer.viewer.session_id);
    let ended = app
        .db
        .write_tx(async |tx| {
            let ended = session::end_all(tx, person.id, keep, now).await?;
            let entry = Entry {
                actor: Actor::Person(officer.person_id),
                action: "login.sessions_ended",
                subject_kind: "person",
                subject_id: person.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok::<_, Unexpected>(ended)
        })
        .await?;
    let words = match ended {
        0 => format!("{} was not signed in anywhere else.", person.name),
        _ => format!("{} is signed out everywhere.", person.name),
    };
    Ok(page.redirect_with(&Flash::done(words), &person_path(&person.reference)))
}
