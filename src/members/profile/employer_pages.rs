//! `/account/profile/employer`: search by any name, then choose. Works without script: the search asks for the page anew.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::forms::{ChosenEmployer, NOT_LISTED, read_employer};
use super::profile_answer::EmployerAnswer;
use super::queries::load_profile;
use super::update_profile::update_employer;
use super::views::EmployerPage;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::employers::pages::{EmployerChoice, read_question};
use crate::members::employers::{find_employer_by_reference, general_employers, search_employers};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// GET `/account/profile/employer?q=`.
pub async fn show_employer(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let (form, chosen) = own_choice(&app, me.person_id).await?;
    show(&app, &page, (form, read_question(&query)), &chosen, StatusCode::OK).await
}

/// The form as somebody's profile fills it, and the value chosen in it.
pub(in crate::members) async fn own_choice(app: &App, person_id: i64) -> Result<(FormView, String), Unexpected> {
    let own = load_profile(app.db.reader(), person_id).await?.employer;
    let chosen = if own.reference.is_empty() && !own.other.is_empty() { NOT_LISTED } else { own.reference.as_str() };
    Ok((FormView::filled([("employer", chosen), ("other_employer", own.other.as_str())]), chosen.to_owned()))
}

/// POST `/account/profile/employer`.
pub async fn update_own_employer(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let answer = match read_employer(&form) {
        Ok(chosen) => answer_of(&app, chosen).await?,
        Err(errors) => Err(errors),
    };
    match answer {
        Ok(answer) => {
            update_employer(&app, me.person_id, &answer, (Actor::Person(me.person_id), None)).await?;
            Ok(page.redirect_with(&Flash::done("Your employer is up to date."), "/account/profile"))
        }
        Err(errors) => {
            let fields = ["employer", "other_employer"].map(|field| (field, form.get(field)));
            let shown = FormView::filled(fields).with_errors(&errors);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&app, &page, (shown, String::new()), form.get("employer"), status).await
        }
    }
}

/// What a choice means: the employer, or what is wrong with the choice.
pub(in crate::members) async fn answer_of(
    app: &App,
    chosen: ChosenEmployer,
) -> Result<Result<EmployerAnswer, FieldErrors>, Unexpected> {
    let (reference, other) = match chosen {
        ChosenEmployer::None => return Ok(Ok(EmployerAnswer::default())),
        ChosenEmployer::NotListed(other) => return Ok(Ok(EmployerAnswer { organisation_id: None, other })),
        ChosenEmployer::Listed { reference, other } => (reference, other),
    };
    let today = london_date(app.now());
    let found = find_employer_by_reference(app.db.reader(), &reference, today).await?;
    Ok(match found {
        None => Err(FieldErrors::one("employer", "Choose one of the employers in the list")),
        Some(employer) => {
            // A name beside a council would only confuse: the council says it all.
            let takes_name = employer.kind.is_some_and(crate::members::employers::EmployerKind::asks_name);
            let other = if takes_name { other } else { String::new() };
            Ok(EmployerAnswer { organisation_id: Some(employer.id), other })
        }
    })
}

async fn show(
    app: &App,
    page: &PageContext,
    typed: (FormView, String),
    chosen: &str,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    page.render_with(status, "members/profile_employer.html", &employer_page(app, typed, chosen).await?)
}

/// The form with what was searched for and found, and the employer that is chosen now among it.
pub(in crate::members) async fn employer_page(
    app: &App,
    (form, asked): (FormView, String),
    chosen: &str,
) -> Result<EmployerPage, Unexpected> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let general: Vec<EmployerChoice> = general_employers(db, today).await?.iter().map(EmployerChoice::from).collect();
    let mut found: Vec<EmployerChoice> =
        search_employers(db, &asked, today).await?.iter().map(EmployerChoice::from).collect();
    let is_offered = |list: &[EmployerChoice]| list.iter().any(|choice| choice.value == chosen);
    if !is_offered(&found)
        && !is_offered(&general)
        && let Some(own) = find_employer_by_reference(db, chosen, today).await?
    {
        found.insert(0, EmployerChoice::from(&own));
    }
    found.retain(|choice| !general.iter().any(|kind| kind.value == choice.value));
    Ok(EmployerPage::new(form, asked, found, general))
}
