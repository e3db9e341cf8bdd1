//! `/admin/members/{reference}/details`: an officer writes name, work and address for somebody, with a reason. Email addresses
//! are on a page of their own: whoever reads one signs in with it, so its owner confirms it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{PersonRecord, find_record};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Unexpected;
use crate::members::profile::{
    ProfilePage, UpdateProfile, load_profile, profile_form, read_profile, sent_form, update_profile,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/members/person/details.html";
const REASON: TextInput = TextInput::block("reason", "reason", 500);

#[derive(Serialize)]
struct DetailsView {
    base: String,
    name: String,
    #[serde(flatten)]
    profile: ProfilePage,
}

/// GET /admin/members/{reference}/details
pub async fn edit_details(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let mut form = profile_form(&person.name, &load_profile(app.db.reader(), person.id).await?);
    form.set("reason", "");
    page.render(TEMPLATE, &view(&app, &person, form).await?)
}

/// POST /admin/members/{reference}/details
pub async fn update_details(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&form, &mut errors);
    let answer = match (read_profile(&form), errors.is_empty()) {
        (Ok(answer), true) => answer,
        (read, _) => {
            let mut typed = sent_form(&form);
            typed.set("reason", form.get("reason"));
            let typed = read.err().map_or_else(|| typed.clone(), |wrong| typed.clone().with_errors(&wrong));
            let view = view(&app, &person, typed.with_errors(&errors)).await?;
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, TEMPLATE, &view);
        }
    };
    let actor = Actor::Person(officer.person_id);
    update_profile(&app, UpdateProfile { person_id: person.id, answer, actor, reason: Some(reason) }).await?;
    Ok(page.redirect_with(&Flash::done("The record is up to date."), &format!("/admin/members/{}", person.reference)))
}

async fn open(app: &App, reference: &str) -> Result<PersonRecord, PageError> {
    let person = find_record(app.db.reader(), reference).await?.filter(|person| person.merged_into.is_none());
    person.ok_or(PageError::NotFound)
}

async fn view(app: &App, person: &PersonRecord, form: FormView) -> Result<DetailsView, Unexpected> {
    let profile = load_profile(app.db.reader(), person.id).await?;
    Ok(DetailsView {
        base: format!("/admin/members/{}", person.reference),
        name: person.name.clone(),
        profile: ProfilePage::new(form, &profile.employer, false, String::new()),
    })
}
