//! `/admin/members/{reference}/registration`: one person's number, its checks, a check made by hand, and the query that waits.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::views::{
    CheckRow, PersonQuery, PersonView, found_words, outcome_choices, registration_href, regulator_words,
    settlement_choices,
};
use super::words::check_words;
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::desk::day_field::{day_words, read_day};
use crate::members::desk::person::{Fact, PersonRecord, find_record};
use crate::members::registrations::queries::{CheckRecord, KeptNumber, QueryRecord, checks_of, number_of, query_of};
use crate::members::registrations::{
    Found, HandleQuery, NewCheck, Outcome, QueryState, check_by_hand, handle_query, is_due, year_ends_on,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const NAME: TextInput = TextInput::line("name_found", "name in the register", 200).optional();
const NOTE: TextInput = TextInput::block("note", "note", 1_000);
const CHECK: [&str; 4] = ["outcome", "checked_on", "registered_until", "name_found"];
const SETTLEMENT: [&str; 2] = ["state", "note"];

/// GET /admin/members/{reference}/registration
pub async fn show_registration(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let form = blank(london_date(app.now()));
    render(&app, &page, &person, (StatusCode::OK, form)).await
}

fn blank(today: NaiveDate) -> FormView {
    let mut form = FormView::blank(&[CHECK.as_slice(), &SETTLEMENT].concat());
    form.set("checked_on", today.to_string());
    form
}

/// POST /admin/members/{reference}/registration/checks
pub async fn create_check(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let person = open(&app, &reference).await?;
    let today = london_date(app.now());
    let base = registration_href(&person.reference);
    let Some(kept) = number_of(app.db.reader(), person.id).await? else {
        let words = "There is no registration number on this record. Add it to their details first.";
        return Ok(page.redirect_with(&Flash::problem(words), &base));
    };
    match read_check(&form, (&person, kept, officer.person_id), today) {
        Ok(check) => {
            let words = if check.outcome.opens_query() {
                "The check is on record, and a query waits. The membership is as it was."
            } else {
                "The check is on record."
            };
            check_by_hand(&app, check).await?;
            Ok(page.redirect_with(&Flash::done(words), &base))
        }
        Err(errors) => {
            let mut typed = blank(today);
            for field in CHECK {
                typed.set(field, form.get(field));
            }
            let answer = (StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(&errors));
            render(&app, &page, &person, answer).await
        }
    }
}

fn read_check(
    form: &Posted,
    (person, kept, officer_id): (&PersonRecord, KeptNumber, i64),
    today: NaiveDate,
) -> Result<NewCheck, FieldErrors> {
    let mut errors = FieldErrors::new();
    let outcome = Outcome::parse(form.get("outcome"));
    if outcome.is_none() {
        errors.add("outcome", "Choose what the register said");
    }
    let checked_on = match errors.check("checked_on", read_day(form.get("checked_on"))) {
        Some(None) => {
            errors.add("checked_on", "Enter the day on which you looked");
            None
        }
        Some(Some(day)) if day > today => {
            errors.add("checked_on", "Enter today or a day in the past");
            None
        }
        read => read.flatten(),
    };
    let until = errors.check("registered_until", read_day(form.get("registered_until"))).flatten();
    if outcome == Some(Outcome::Matched) && until.zip(checked_on).is_some_and(|(until, on)| until < on) {
        errors.add(
            "registered_until",
            "This registration was over when you looked. Choose “not registered”, or mend the date",
        );
    }
    let name = NAME.read(form, &mut errors);
    match (outcome, checked_on, errors.is_empty()) {
        (Some(outcome), Some(checked_on), true) => Ok(NewCheck {
            person_id: person.id,
            number: kept.number,
            outcome,
            found: Found { name: Some(name).filter(|name| !name.is_empty()), status: None, until },
            checked_on,
            by_hand: true,
            officer_id,
        }),
        _ => Err(errors),
    }
}

/// POST /admin/members/{reference}/registration/queries/{id}/settlement
pub async fn create_settlement(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    at: Path<(String, i64)>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (reference, query_id) = at.into_inner();
    let person = open(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    let state = QueryState::parse(form.get("state")).filter(|state| QueryState::SAID.contains(state));
    if state.is_none() {
        errors.add("state", "Choose what you did");
    }
    let note = NOTE.read(&form, &mut errors);
    let (Some(state), true) = (state, errors.is_empty()) else {
        let mut typed = blank(london_date(app.now()));
        for field in SETTLEMENT {
            typed.set(field, form.get(field));
        }
        let answer = (StatusCode::UNPROCESSABLE_ENTITY, typed.with_errors(&errors));
        return render(&app, &page, &person, answer).await;
    };
    let handled = HandleQuery { query_id, person_id: person.id, state, note, officer_id: officer.person_id };
    let flash = match (handle_query(&app, handled).await?, state.waits()) {
        (false, _) => Flash::problem("This query waits no more. What became of it stands below."),
        (true, true) => Flash::done("Noted. The query waits for the member’s answer."),
        (true, false) => Flash::done("The query is settled."),
    };
    Ok(page.redirect_with(&flash, &registration_href(&person.reference)))
}

async fn open(app: &App, reference: &str) -> Result<PersonRecord, PageError> {
    let person = find_record(app.db.reader(), reference).await?.filter(|person| person.merged_into.is_none());
    person.ok_or(PageError::NotFound)
}

async fn render(
    app: &App,
    page: &PageContext,
    person: &PersonRecord,
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let base = registration_href(&person.reference);
    let kept = number_of(db, person.id).await?;
    let query = query_of(db, person.id).await?;
    let (checks, today) = (checks_of(db, person.id).await?, london_date(app.now()));
    let view = PersonView {
        person_href: format!("/admin/members/{}", person.reference),
        name: person.name.clone(),
        facts: kept.iter().flat_map(|kept| number_facts(kept, &checks, today)).collect(),
        has_number: kept.is_some(),
        query: query.map(|query| person_query(query, &base)),
        checks: checks.into_iter().map(check_row).collect(),
        outcomes: outcome_choices(),
        settlements: settlement_choices(),
        base,
        form,
    };
    page.render_with(status, "admin/registrations/person.html", &view)
}

fn number_facts(kept: &KeptNumber, checks: &[CheckRecord], today: NaiveDate) -> [Fact; 3] {
    let last = checks.iter().filter(|check| check.row.number == kept.number).map(|check| check.row.checked_on).max();
    let yearly = if is_due(last, today) {
        "Due".to_owned()
    } else {
        format!("Done for the year to {}", day_words(year_ends_on(today)))
    };
    [
        Fact::new("Regulator", regulator_words(kept.regulator)),
        Fact::new("Registration number", kept.number.clone()),
        Fact::new("Yearly check", yearly),
    ]
}

fn person_query(query: QueryRecord, base: &str) -> PersonQuery {
    let outcome = Outcome::parse(&query.check.outcome).unwrap_or(Outcome::NotFound);
    let said = found_words(query.check.name_found, query.check.status_found);
    let mut facts = vec![
        Fact::new("What was found", check_words(outcome, query.check.registered_until, query.check.checked_on)),
        Fact::new("Number that was looked for", query.check.number),
    ];
    if !said.is_empty() {
        facts.push(Fact::new("As the register has it", said));
    }
    if let Some(at) = query.row.handled_at {
        facts.push(Fact::new("Member asked", day_words(london_date(at))));
    }
    facts.extend(query.row.note.map(|note| Fact::new("Note", note)));
    PersonQuery { href: format!("{base}/queries/{}/settlement", query.row.id), facts }
}

fn check_row(check: CheckRecord) -> CheckRow {
    let outcome = Outcome::parse(&check.row.outcome).unwrap_or(Outcome::NotFound);
    let how = if check.row.by_hand { "by hand" } else { "by list" };
    CheckRow {
        on: day_words(check.row.checked_on),
        number: check.row.number,
        outcome: outcome.label(),
        kind: outcome.tag(),
        until: check.row.registered_until.map(day_words).unwrap_or_default(),
        found: found_words(check.row.name_found, check.row.status_found),
        who: format!("{}, {how}", check.checked_by),
    }
}
