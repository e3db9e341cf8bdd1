//! `/admin/members/{reference}/employer`: an officer writes for whom somebody works, with a reason.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Serialize;

use super::queries::{PersonRecord, find_record};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Unexpected;
use crate::members::employers::pages::read_question;
use crate::members::profile::{EmployerPage, answer_of, employer_page, own_choice, read_employer, update_employer};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/members/person/employer.html";
const REASON: TextInput = TextInput::block("reason", "reason", 500);

#[derive(Serialize)]
struct EmployerView {
    base: String,
    name: String,
    #[serde(flatten)]
    choice: EmployerPage,
}

/// GET /admin/members/{reference}/employer?q=
pub async fn edit_employer(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    (reference, query): (Path<String>, Query<BTreeMap<String, String>>),
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let (mut form, chosen) = own_choice(&app, person.id).await?;
    form.set("reason", "");
    page.render(TEMPLATE, &view(&app, &person, (form, read_question(&query)), &chosen).await?)
}

/// POST /admin/members/{reference}/employer
pub async fn update_their_employer(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&form, &mut errors);
    let answer = match read_employer(&form) {
        Ok(chosen) => answer_of(&app, chosen).await?,
        Err(wrong) => Err(wrong),
    };
    match (answer, errors.is_empty()) {
        (Ok(answer), true) => {
            let by = (Actor::Person(officer.person_id), Some(reason.as_str()));
            update_employer(&app, person.id, &answer, by).await?;
            let words = Flash::done("Their employer is up to date.");
            Ok(page.redirect_with(&words, &format!("/admin/members/{}", person.reference)))
        }
        (answer, _) => {
            let typed = FormView::filled(["employer", "other_employer", "reason"].map(|name| (name, form.get(name))));
            let wrong = answer.err().unwrap_or_default();
            let typed = (typed.with_errors(&wrong).with_errors(&errors), String::new());
            let view = view(&app, &person, typed, form.get("employer")).await?;
            page.render_with(StatusCode::UNPROCESSABLE_ENTITY, TEMPLATE, &view)
        }
    }
}

async fn open(app: &App, reference: &str) -> Result<PersonRecord, PageError> {
    let person = find_record(app.db.reader(), reference).await?.filter(|person| person.merged_into.is_none());
    person.ok_or(PageError::NotFound)
}

async fn view(
    app: &App,
    person: &PersonRecord,
    typed: (FormView, String),
    chosen: &str,
) -> Result<EmployerView, Unexpected> {
    Ok(EmployerView {
        base: format!("/admin/members/{}", person.reference),
        name: person.name.clone(),
        choice: employer_page(app, typed, chosen).await?,
    })
}
