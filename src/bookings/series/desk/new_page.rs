//! The form that makes a series of a meeting.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use crate::app::App;
use crate::bookings::desk::OpenDate;
use crate::bookings::series::start_series::{StartSeries, StartSeriesError, start_series};
use crate::events::EventView;
use crate::events::series::{MOST_DATES, Rhythm};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/series/new.html";
const NAME: TextInput = TextInput::line("name", "name", 120);

#[derive(Serialize)]
struct NewSeriesView {
    /// The desk of the first meeting.
    back: String,
    action: String,
    title: String,
    when: String,
    form: FormView,
    rhythms: Vec<RhythmChoice>,
    most: usize,
    idempotency_key: String,
}

#[derive(Serialize)]
struct RhythmChoice {
    value: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
}

/// GET /admin/events/{id}/series/new
pub async fn new_series(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let form =
        FormView::filled([("name", date.event.title.as_str()), ("rhythm", Rhythm::Monthly.word()), ("count", "6")]);
    page.render(TEMPLATE, &view(&app, &date, form))
}

/// POST /admin/events/{id}/series
pub async fn create_series(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let again = |errors: &FieldErrors, status| {
        let typed = FormView::filled(["name", "rhythm", "count"].map(|field| (field, posted.get(field))));
        page.render_with(status, TEMPLATE, &view(&app, &date, typed.with_errors(errors)))
    };
    let command = match read(&posted, &date, officer.person_id) {
        Ok(command) => command,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    match start_series(&app, &command).await {
        Ok(series) => {
            let done = Flash::done("The dates are drafts. Look them over, then publish them together.");
            Ok(page.redirect_with(&done, &format!("/admin/series/{series}")))
        }
        Err(StartSeriesError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let field = if matches!(refusal, StartSeriesError::Rhythm(_)) { "rhythm" } else { "" };
            again(&FieldErrors::one(field, refusal.to_string()), StatusCode::CONFLICT)
        }
    }
}

fn read(posted: &Posted, date: &OpenDate, officer_id: i64) -> Result<StartSeries, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = NAME.read(posted, &mut errors);
    let rhythm = Rhythm::parse(posted.get("rhythm"));
    if rhythm.is_none() {
        errors.add("rhythm", "Say how often the meeting is held");
    }
    let typed = posted.get("count").trim();
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let count = typed.parse::<usize>().ok().filter(|count| is_plain && (2..=MOST_DATES).contains(count));
    if count.is_none() {
        errors.add("count", format!("Enter a whole number from 2 to {MOST_DATES}"));
    }
    let key = posted.get("idempotency_key");
    if key.is_empty() || key.len() > 100 {
        errors.add("", "This page is too old. Open the form again from the meeting’s page.");
    }
    match (rhythm, count, errors.is_empty()) {
        (Some(rhythm), Some(count), true) => Ok(StartSeries {
            first: date.event.id,
            name,
            rhythm,
            count,
            officer_id,
            idempotency_key: key.to_owned(),
            digest: posted.digest(),
        }),
        _ => Err(errors),
    }
}

fn view(app: &App, date: &OpenDate, form: FormView) -> NewSeriesView {
    let words = EventView::new(&date.event, app.now());
    let choice = |rhythm: Rhythm| {
        let hint = (rhythm == Rhythm::Monthly)
            .then_some("Such as each second Tuesday. A fifth one means the last of each month.");
        RhythmChoice { value: rhythm.word(), label: rhythm.label(), hint }
    };
    NewSeriesView {
        back: date.base.clone(),
        action: format!("{}/series", date.base),
        title: words.title,
        when: words.when_words,
        form,
        rhythms: Rhythm::ALL.map(choice).into(),
        most: MOST_DATES,
        idempotency_key: app.tokens.secret(),
    }
}
