//! Takes a dated fact back, and ends a term before its time: the two acts that are about one row.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::fields::{Field, reason};
use super::pages::standing_facts;
use super::perform::ActRefused;
use super::read::{REASON, required_day};
use super::views::{ActView, trail};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::desk::day_field::day_words;
use crate::members::desk::person::{PersonRecord, find_record};
use crate::members::membership::{
    ByOfficer, EndTerm, MembershipPicture, RevokeFact, end_term, load_picture, revoke_fact,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const TEMPLATE: &str = "admin/members/person/act.html";

/// GET /admin/members/{reference}/facts/{id}/withdrawal
pub async fn new_withdrawal(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (person, picture) = open(&app, &path.0).await?;
    let view = withdrawal_view((&person, &picture), path.1, FormView::blank(&["reason"]))?;
    page.render(TEMPLATE, &view)
}

/// POST /admin/members/{reference}/facts/{id}/withdrawal
pub async fn create_withdrawal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    path: Path<(String, i64)>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (person, picture) = open(&app, &path.0).await?;
    let mut errors = FieldErrors::new();
    let why = REASON.read(&form, &mut errors);
    let by = ByOfficer { officer_id: officer.person_id, reason: why };
    let command = RevokeFact { person_id: person.id, fact_id: path.1, by };
    let done = match errors.into_result() {
        Err(errors) => Err(ActRefused::Typed(errors)),
        Ok(()) => revoke_fact(&app, command).await.map_err(ActRefused::from),
    };
    let again = |form| withdrawal_view((&person, &picture), path.1, form);
    let typed = FormView::filled([("reason", form.get("reason"))]);
    answer(&page, &person, done.map(|()| "It is taken back.".to_owned()), typed, again)
}

/// GET /admin/members/{reference}/terms/{id}/ending
pub async fn new_term_ending(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (person, picture) = open(&app, &path.0).await?;
    let view = ending_view((&person, &picture), path.1, FormView::blank(&["last_day", "reason"]))?;
    page.render(TEMPLATE, &view)
}

/// POST /admin/members/{reference}/terms/{id}/ending
pub async fn create_term_ending(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    path: Path<(String, i64)>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (person, picture) = open(&app, &path.0).await?;
    let mut errors = FieldErrors::new();
    let last_day = required_day(&form, "last_day", &mut errors);
    let why = REASON.read(&form, &mut errors);
    let by = ByOfficer { officer_id: officer.person_id, reason: why };
    let command = EndTerm { person_id: person.id, term_id: path.1, last_day, by };
    let done = match errors.into_result() {
        Err(errors) => Err(ActRefused::Typed(errors)),
        Ok(()) => end_term(&app, command).await.map_err(ActRefused::from),
    };
    let again = |form| ending_view((&person, &picture), path.1, form);
    let typed = FormView::filled(["last_day", "reason"].map(|field| (field, form.get(field))));
    answer(&page, &person, done.map(|()| format!("The term ends on {}.", day_words(last_day))), typed, again)
}

async fn open(app: &App, reference: &str) -> Result<(PersonRecord, MembershipPicture), PageError> {
    let db = app.db.reader();
    let person = find_record(db, reference).await?.filter(|person| person.merged_into.is_none());
    let person = person.ok_or(PageError::NotFound)?;
    let picture = load_picture(db, person.id, london_date(app.now())).await?;
    Ok((person, picture))
}

fn answer(
    page: &PageContext,
    person: &PersonRecord,
    done: Result<String, ActRefused>,
    typed: FormView,
    again: impl Fn(FormView) -> Result<ActView, PageError>,
) -> Result<HttpResponse, PageError> {
    let (status, errors) = match done {
        Ok(words) => {
            return Ok(page.redirect_with(&Flash::done(words), &format!("/admin/members/{}", person.reference)));
        }
        Err(ActRefused::Unexpected(error)) => return Err(error.into()),
        Err(ActRefused::Typed(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(ActRefused::Rules(words)) => (StatusCode::CONFLICT, FieldErrors::one("", words)),
    };
    page.render_with(status, TEMPLATE, &again(typed.with_errors(&errors))?)
}

fn withdrawal_view(
    (person, picture): (&PersonRecord, &MembershipPicture),
    fact_id: i64,
    form: FormView,
) -> Result<ActView, PageError> {
    let fact = picture.facts.iter().find(|fact| fact.id == fact_id).ok_or(PageError::NotFound)?;
    let effects = vec![
        format!(
            "“{}”, from {}, is taken back; it stays on the page, marked so.",
            fact.kind.label(),
            day_words(fact.starts_on)
        ),
        "What it had ended comes back.".to_owned(),
    ];
    Ok(view((person, picture), (format!("facts/{fact_id}/withdrawal"), "Take it back"), (effects, Vec::new()), form))
}

fn ending_view(
    (person, picture): (&PersonRecord, &MembershipPicture),
    term_id: i64,
    form: FormView,
) -> Result<ActView, PageError> {
    let record = picture.terms.iter().find(|record| record.id == term_id).ok_or(PageError::NotFound)?;
    let effects = vec![
        format!(
            "“{}” from {} ends on the day you enter instead of {}.",
            record.type_name,
            day_words(record.term.starts_on),
            day_words(record.term.last_day())
        ),
        "The day before its first day means that it never counted.".to_owned(),
        "No money goes back by this; that is the treasurer’s.".to_owned(),
    ];
    let day =
        Field { kind: "day", name: "last_day", label: "Last day", hint: "", optional: false, options: Vec::new() };
    Ok(view((person, picture), (format!("terms/{term_id}/ending"), "End the term"), (effects, vec![day]), form))
}

fn view(
    (person, picture): (&PersonRecord, &MembershipPicture),
    (path, button): (String, &'static str),
    (effects, fields): (Vec<String>, Vec<Field>),
    form: FormView,
) -> ActView {
    let base = format!("/admin/members/{}", person.reference);
    let why = reason("Why?", "For the record. The member may ask to see it.");
    ActView {
        action: format!("{base}/{path}"),
        trail: trail(&person.name, &base),
        idempotency_key: String::new(),
        base,
        title: format!("{button}: {}", person.name),
        facts: standing_facts(picture),
        effects,
        fields: fields.into_iter().chain(std::iter::once(why)).collect(),
        button,
        is_grave: true,
        form,
    }
}
