//! The back office page of the bank holidays: add a day, take one away, take a change back, compare with a newer list.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{Datelike, NaiveDate};

use super::change_days::{ChangeDaysError, DayChange, change_days, take_back};
use super::forms::{blank, read_addition, read_sent, typed};
use super::refresh::{plan, read_written};
use super::views::{ComparisonView, HolidaysView, PAGE};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::{london_date, long_date};
use crate::web::upload::A_LITTLE_MORE;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, Uploaded, may};

/// What the route of a list takes at most, in bytes.
pub const LARGEST_LIST: u64 = super::day_list::MOST_BYTES as u64 + A_LITTLE_MORE;

const LIST: &str = "admin/bank_holidays/list.html";
const COMPARISON: &str = "admin/bank_holidays/comparison.html";

/// GET /admin/bank-holidays
pub async fn list_days(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    show(&app, &page, StatusCode::OK, blank()).await
}

async fn show(app: &App, page: &PageContext, status: StatusCode, form: FormView) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let days = app.holidays.read(app.db.reader(), now).await?;
    page.render_with(status, LIST, &HolidaysView::new(&days, london_date(now), form))
}

/// POST /admin/bank-holidays: adds a day.
pub async fn create_day(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let addition = match read_addition(&posted) {
        Ok(addition) => addition,
        Err(errors) => return show(&app, &page, StatusCode::UNPROCESSABLE_ENTITY, typed(&posted, &errors)).await,
    };
    let day = long_date(addition.day());
    match change_days(&app, &[addition], Actor::Person(officer.person_id), app.now()).await {
        Ok(()) => Ok(page.redirect_with(&Flash::done(format!("{day} is a bank holiday now.")), PAGE)),
        Err(ChangeDaysError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let errors = FieldErrors::one("day", refusal.to_string());
            show(&app, &page, StatusCode::CONFLICT, typed(&posted, &errors)).await
        }
    }
}

/// POST /admin/bank-holidays/{day}/removal: takes a day away.
pub async fn create_removal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
    day: Path<String>,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let done = change_days(&app, &[DayChange::TakeAway(day)], Actor::Person(officer.person_id), app.now()).await;
    answer(&page, done, format!("{} is no bank holiday any more.", long_date(day)))
}

/// POST /admin/bank-holidays/{day}/restoration: takes a change back.
pub async fn create_restoration(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
    day: Path<String>,
) -> Result<HttpResponse, PageError> {
    let day = day_of(&day)?;
    let done = take_back(&app, day, Actor::Person(officer.person_id), app.now()).await;
    answer(&page, done, format!("{} is as it comes with the program again.", long_date(day)))
}

/// POST /admin/bank-holidays/comparison: shows what a list would change. Nothing is saved.
pub async fn compare_list(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::EditCharity>,
    posted: Posted,
    uploaded: Uploaded,
) -> Result<HttpResponse, PageError> {
    let list = match read_sent(&posted, &uploaded).await {
        Ok(list) => list,
        Err(errors) => return show(&app, &page, StatusCode::UNPROCESSABLE_ENTITY, typed(&posted, &errors)).await,
    };
    let now = app.now();
    let days = app.holidays.read(app.db.reader(), now).await?;
    page.render(COMPARISON, &ComparisonView::new(&plan(&list, &days, london_date(now)), &days))
}

/// POST /admin/bank-holidays/changes: saves what was looked at.
pub async fn create_changes(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let Some(changes) = read_written(posted.get("changes")) else {
        let words = "There was nothing to save. Compare the list again.";
        return Ok(page.redirect_with(&Flash::problem(words), PAGE));
    };
    let count = changes.len();
    let done = change_days(&app, &changes, Actor::Person(officer.person_id), app.now()).await;
    answer(&page, done, format!("Saved. {count} {}.", if count == 1 { "day was changed" } else { "days were changed" }))
}

fn answer(page: &PageContext, done: Result<(), ChangeDaysError>, words: String) -> Result<HttpResponse, PageError> {
    let flash = match done {
        Ok(()) => Flash::done(words),
        Err(ChangeDaysError::Unexpected(error)) => return Err(error.into()),
        Err(refusal) => Flash::problem(format!("{refusal} Nothing was changed.")),
    };
    Ok(page.redirect_with(&flash, PAGE))
}

fn day_of(text: &str) -> Result<NaiveDate, PageError> {
    let day: Option<NaiveDate> = text.parse().ok();
    day.filter(|day| (2000..=2100).contains(&day.year())).ok_or(PageError::NotFound)
}
