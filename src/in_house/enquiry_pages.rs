//! `/in-house` and `/courses/{slug}/in-house`: an authority asks for training of its own.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Serialize;

use super::enquire::{EnquireError, enquire};
use super::forms::{ENQUIRY_FIELDS, LookedUp, UNSEEN, WANTED_MODES, enquiry_view, read_enquiry};
use super::quote_words::wanted_mode_label;
use super::spam::{Verdict, judge};
use crate::app::App;
use crate::events::{find_published_course, list_published_courses};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::employers::pages::EmployerChoice;
use crate::members::employers::{employer_of, find_employer_by_reference, search_employers};
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted};

const PAGE: &str = "in_house/enquiry.html";
/// What the time a form was opened is signed for.
const OPENED: &str = "in-house-opened";
/// Longer names of authorities are cut before they are searched.
const LONGEST_QUESTION: usize = 100;

/// A choice of a form.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    hint: String,
}

impl From<EmployerChoice> for Choice {
    fn from(choice: EmployerChoice) -> Self {
        Self { value: choice.value, label: choice.label, hint: choice.hint }
    }
}

#[derive(Serialize)]
struct EnquiryPage {
    form: FormView,
    courses: Vec<Choice>,
    modes: Vec<Choice>,
    found: Vec<Choice>,
    /// What the search said; empty before anybody searched.
    found_words: String,
}

/// GET `/in-house`, with `?course=` for one of ours.
pub async fn new_enquiry(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let course = query.get("course").map(String::as_str).unwrap_or_default();
    blank(&app, &page, course).await
}

/// GET `/courses/{slug}/in-house`.
pub async fn new_course_enquiry(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
) -> Result<HttpResponse, PageError> {
    find_published_course(app.db.reader(), &slug).await?.ok_or(PageError::NotFound)?;
    blank(&app, &page, &slug).await
}

async fn blank(app: &App, page: &PageContext, course: &str) -> Result<HttpResponse, PageError> {
    let mut form = FormView::blank(&ENQUIRY_FIELDS);
    form.set("course", course);
    form.set("idempotency_key", app.tokens.secret());
    form.set("opened", page.shell.csrf.sign(OPENED, &app.now().timestamp_micros().to_string()));
    if let Some(viewer) = &page.viewer {
        form.set("contact_name", viewer.name.as_str());
        form.set("email", viewer.email.as_str());
        let employer = employer_of(app.db.reader(), viewer.person_id).await?;
        form.set("authority", employer.map(|employer| employer.name).unwrap_or_default());
    }
    show(app, page, (form, ""), StatusCode::OK).await
}

/// POST `/in-house`: looks the authority up, or takes the enquiry.
pub async fn create_enquiry(app: Data<App>, page: PageContext, form: Posted) -> Result<HttpResponse, PageError> {
    if form.get("step") == "search" {
        return show(&app, &page, (enquiry_view(&form), form.get("authority")), StatusCode::OK).await;
    }
    let again = async |errors: FieldErrors, status| {
        show(&app, &page, (enquiry_view(&form).with_errors(&errors), form.get("authority")), status).await
    };
    let command = match read_enquiry(&form, look_up(&app, &page, &form).await?) {
        Ok(command) => command,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    match judge(form.get(UNSEEN), opened_at(&page, &form), app.now()) {
        Verdict::Person => {}
        Verdict::Program => return Ok(page.redirect("/in-house/received")),
        Verdict::TooQuick => {
            let errors = FieldErrors::one("", "That was very quick. Look over what you wrote, then send it again.");
            return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    }
    match enquire(&app, &command, &page.client).await {
        Ok(reference) => Ok(page.redirect(&format!("/in-house/received?reference={reference}"))),
        Err(EnquireError::TooMany { seconds }) => Err(PageError::TooManyRequests(seconds)),
        Err(EnquireError::Unexpected(error)) => Err(error.into()),
        Err(refusal @ EnquireError::AlreadySent) => {
            again(FieldErrors::one("", refusal.to_string()), StatusCode::CONFLICT).await
        }
    }
}

/// GET `/in-house/received`: thank you, and what happens next. It shows what its address says and nothing else.
pub async fn show_received(
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let asked = query.get("reference").map(String::as_str).unwrap_or_default();
    let is_reference = asked.len() == 8 && asked.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    page.render("in_house/received.html", &Received { reference: if is_reference { asked } else { "" } })
}

#[derive(Serialize)]
struct Received<'a> {
    reference: &'a str,
}

/// When the form was opened, if the time in it is ours.
fn opened_at(page: &PageContext, form: &Posted) -> Option<Instant> {
    let text = page.shell.csrf.open(OPENED, form.get("opened"))?;
    Instant::from_timestamp_micros(text.parse().ok()?)
}

/// The authority by the choice made or by its very name, and the course.
async fn look_up(app: &App, page: &PageContext, form: &Posted) -> Result<LookedUp, Unexpected> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let chosen = form.get("organisation");
    let typed = form.get("authority").trim();
    let organisation = if chosen.is_empty() || chosen == "other" {
        let found = if chosen == "other" { Vec::new() } else { search_employers(db, &cut(typed), today).await? };
        let is_it = |name: &str| name.to_lowercase() == typed.to_lowercase();
        let mut same =
            found.into_iter().filter(|row| is_it(&row.name) || row.official_name.as_deref().is_some_and(is_it));
        // Two of a name: an officer asks which.
        same.next().filter(|_| same.next().is_none())
    } else {
        find_employer_by_reference(db, chosen, today).await?
    };
    let course = match form.get("course") {
        "" => None,
        slug => find_published_course(db, slug).await?,
    };
    Ok(LookedUp {
        organisation: organisation.map(|row| (row.id, row.name)),
        course_id: course.map(|course| course.id.0),
        person_id: page.viewer.as_ref().map(|viewer| viewer.person_id),
    })
}

fn cut(typed: &str) -> String {
    typed.chars().take(LONGEST_QUESTION).collect()
}

async fn show(
    app: &App,
    page: &PageContext,
    (form, asked): (FormView, &str),
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let found = match asked {
        "" => Vec::new(),
        asked => search_employers(db, &cut(asked), london_date(app.now())).await?,
    };
    let found: Vec<Choice> = found.iter().map(|row| EmployerChoice::from(row).into()).collect();
    let found_words = match (asked, found.len()) {
        ("", _) => String::new(),
        (_, 0) => "Not found on our list. Send it as you typed it; we will know what you mean.".to_owned(),
        (_, 1) => "1 found. Choose it, or keep what you typed.".to_owned(),
        (_, count) => format!("{count} found. Choose one, or keep what you typed."),
    };
    let course = |course: crate::events::CourseDetails| Choice {
        value: course.slug,
        label: course.content.title,
        hint: String::new(),
    };
    let mode =
        |word: &str| Choice { value: word.to_owned(), label: wanted_mode_label(word).to_owned(), hint: String::new() };
    let view = EnquiryPage {
        form,
        courses: list_published_courses(db).await?.into_iter().map(course).collect(),
        modes: WANTED_MODES.map(mode).into(),
        found,
        found_words,
    };
    page.render_with(status, PAGE, &view)
}
