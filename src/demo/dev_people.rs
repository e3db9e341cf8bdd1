//! `/dev/people`, in the demo only (D25): everybody in the demo world, and one click to be them.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::people::{DemoPerson, everybody};
use crate::app::App;
use crate::kernel::{Permission, Unexpected};
use crate::members::people::find_by_verified_email;
use crate::members::session::{NewSession, Proof, session_cookie, start_session};
use crate::web::Access::Public;
use crate::web::route_table::RouteTable;
use crate::web::{Flash, PageContext, PageError, Posted};

#[derive(Serialize)]
struct PeopleView {
    people: Vec<PersonEntry>,
}

#[derive(Serialize)]
struct PersonEntry {
    name: &'static str,
    email: String,
    what: &'static str,
    role: Option<&'static str>,
    membership: Option<&'static str>,
    action: String,
}

/// Registers the demo's own addresses.
pub fn dev_people_routes(table: &mut RouteTable) {
    table.at("/dev/people").get(Public, list_people);
    table.at("/dev/people/{mailbox}/session").post(Public, create_session);
}

async fn list_people(page: PageContext) -> Result<HttpResponse, PageError> {
    page.render("site/dev_people.html", &PeopleView { people: everybody().map(entry).collect() })
}

async fn create_session(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    mailbox: Path<String>,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = everybody().find(|person| person.mailbox == mailbox.as_str()).ok_or(PageError::NotFound)?;
    let user_agent =
        request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let started = app
        .db
        .write_tx(async |tx| {
            let Some(person_id) = find_by_verified_email(tx, &person.email()).await? else { return Ok(None) };
            let new = NewSession { person_id, proof: Proof::Demo, user_agent };
            start_session(tx, app.tokens.as_ref(), new, app.now()).await.map(Some)
        })
        .await
        .map_err(|error: Unexpected| error.context("a demo person cannot sign in"))?;
    let started = started.ok_or(PageError::NotFound)?;
    let home = if person.role.is_some_and(|role| role.may(Permission::ViewBackOffice)) { "/admin" } else { "/account" };
    let mut answer = page.redirect_with(&Flash::done(format!("You are {} now.", person.name)), home);
    answer.add_cookie(&session_cookie(&page.shell, &started)).map_err(PageError::from_error)?;
    Ok(answer)
}

fn entry(person: DemoPerson) -> PersonEntry {
    PersonEntry {
        name: person.name,
        email: person.email().as_str().to_owned(),
        what: person.what,
        role: person.role.map(crate::kernel::Role::label),
        membership: person.membership.label(),
        action: format!("/dev/people/{}/session", person.mailbox),
    }
}
