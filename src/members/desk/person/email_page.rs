//! `/admin/members/{reference}/email`: an officer was asked to write to another address. Both addresses hear of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{PersonRecord, find_record};
use crate::app::App;
use crate::kernel::uk_time::until_end_of;
use crate::kernel::{EmailAddress, Permission};
use crate::members::addresses::{NOTICE_DAYS, RequestForMember, RequestForMemberError, request_for_member};
use crate::members::people::addresses;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/members/person/email.html";
const REASON: TextInput = TextInput::block("reason", "reason", 500);

#[derive(Serialize)]
struct EmailView {
    base: String,
    name: String,
    /// Their addresses now, each with what it is.
    held: Vec<String>,
    days: u32,
    form: FormView,
}

/// GET /admin/members/{reference}/email
pub async fn edit_email(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    show(&app, &page, &person, (FormView::blank(&["address", "reason"]), StatusCode::OK)).await
}

/// POST /admin/members/{reference}/email
pub async fn update_email(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    let address = errors.check("address", EmailAddress::parse(form.get("address")));
    let reason = REASON.read(&form, &mut errors);
    let typed = || FormView::filled(["address", "reason"].map(|name| (name, form.get(name))));
    let Some(address) = address.filter(|_| errors.is_empty()) else {
        return show(&app, &page, &person, (typed().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY)).await;
    };
    let gives_roles = officer.viewer.may(Permission::ManageRoles);
    let officer_id = officer.person_id;
    let command = RequestForMember { person_id: person.id, address, officer_id, gives_roles, reason };
    match request_for_member(&app, command).await {
        Ok(proceeds_at) => {
            let words = format!(
                "Both addresses have been written to. We write to the new one once it has confirmed; the old one can object {}.",
                until_end_of(proceeds_at)
            );
            Ok(page.redirect_with(&Flash::done(words), &format!("/admin/members/{}", person.reference)))
        }
        Err(RequestForMemberError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let errors = FieldErrors::one("address", refusal.to_string());
            show(&app, &page, &person, (typed().with_errors(&errors), StatusCode::CONFLICT)).await
        }
    }
}

async fn open(app: &App, reference: &str) -> Result<PersonRecord, PageError> {
    let person = find_record(app.db.reader(), reference).await?.filter(|person| person.merged_into.is_none());
    person.ok_or(PageError::NotFound)
}

async fn show(
    app: &App,
    page: &PageContext,
    person: &PersonRecord,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let held = addresses(app.db.reader(), person.id).await?.into_iter().map(|held| {
        let what = if held.is_primary { "we write to it" } else { "signs in too" };
        format!("{} ({what})", held.address)
    });
    let view = EmailView {
        base: format!("/admin/members/{}", person.reference),
        name: person.name.clone(),
        held: held.collect(),
        days: NOTICE_DAYS,
        form,
    };
    page.render_with(status, TEMPLATE, &view)
}
