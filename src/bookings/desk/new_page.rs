//! Adds dates: the form, filled from a course or from another date, and what it sends.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::add_date::{AddDate, AddDateError, add_date};
use super::copy_date::copy_date;
use super::form_view::{Choices, DateFormView};
use super::forms::{self, DateRules};
use super::open_date::OpenDate;
use super::show_page::show_again;
use super::when_fields::read_day;
use crate::app::App;
use crate::bookings::sale::seat_limits;
use crate::events::{DateCertainty, EventId, EventWhen, EventWhenError, WallTime, date_warnings, days_of};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const FORM: &str = "admin/events/form.html";

/// `?course=the-role-of-the-iro` or `?like=12`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NewDateQuery {
    course: Option<String>,
    like: Option<String>,
}

/// GET /admin/events/new
pub async fn new_event(
    app: Data<App>,
    page: PageContext,
    query: Query<NewDateQuery>,
) -> Result<HttpResponse, PageError> {
    let choices = Choices::load(app.db.reader()).await?;
    let key = app.tokens.secret();
    let form = if let Some(id) = &query.like {
        let date = OpenDate::find(&app, &Path::from(id.clone())).await?;
        let limits = seat_limits(app.db.reader(), date.event.id.0).await?;
        forms::like((&date.event, date.sale()?), &limits, key)
    } else {
        let course = query.course.as_deref().and_then(|course| choices.course(course));
        forms::blank(course, choices.default_policy(course), key)
    };
    page.render(FORM, &choices.new_date(form))
}

/// POST /admin/events/new: saves a draft, then shows its desk or the form of the next date.
pub async fn create_event(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let choices = Choices::load(app.db.reader()).await?;
    let command = match read_new(&choices, &posted, officer.person_id, app.now()) {
        Ok(command) => command,
        Err(errors) => return refuse(&page, choices.new_date(FormView::default()), &posted, &errors),
    };
    let days = app.holidays.read(app.db.reader(), app.now()).await?;
    let warnings = date_warnings(&days_of(&command.typed.when), &days);
    match add_date(&app, command).await {
        Ok(id) if posted.get("next") == "another" => {
            // The next form is for another date, so this one's warnings are said here.
            let words = ["Saved as a draft. Here is the same form for the next date."].map(str::to_owned);
            let done = Flash::done([&words[..], &warnings[..]].concat().join(" "));
            Ok(page.redirect_with(&done, &format!("/admin/events/new?like={id}")))
        }
        Ok(id) => {
            let done = Flash::done("Saved as a draft. Publish it when its words, prices and places are right.");
            Ok(page.redirect_with(&done, &format!("/admin/events/{id}")))
        }
        Err(AddDateError::Unexpected(error)) => Err(error.into()),
        Err(AddDateError::AlreadySent) => {
            let errors = FieldErrors::one("", AddDateError::AlreadySent.to_string());
            page.render_with(
                StatusCode::CONFLICT,
                FORM,
                &choices.new_date(FormView::default()).refused(&posted, &errors),
            )
        }
    }
}

fn read_new(
    choices: &Choices,
    posted: &Posted,
    officer_id: i64,
    now: crate::kernel::Instant,
) -> Result<AddDate, FieldErrors> {
    let asked = posted.get("course");
    let course = choices.course(asked);
    if course.is_none() && !asked.is_empty() {
        return Err(FieldErrors::one("course", "Choose a course from the list, or a members’ meeting"));
    }
    let key = posted.get("idempotency_key");
    if key.is_empty() || key.len() > 100 {
        return Err(FieldErrors::one("", "This page is too old. Open the form again from the list of events."));
    }
    let default_policy = choices.default_policy(course);
    let rules = DateRules { course, policies: &choices.policies, default_policy, warn_before: Some(now), run: None };
    Ok(AddDate {
        course: course.cloned(),
        typed: forms::read(posted, rules)?,
        idempotency_key: key.to_owned(),
        digest: posted.digest(),
        officer_id,
    })
}

/// The form again, with what is wrong.
fn refuse(
    page: &PageContext,
    view: DateFormView,
    posted: &Posted,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    page.render_with(StatusCode::UNPROCESSABLE_ENTITY, FORM, &view.refused(posted, errors))
}

/// POST /admin/events/{id}/copies: a draft of the same on another day, at the same times.
pub async fn create_copy(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    date.sale()?;
    let when = match copied_when(&date.event.when, posted.get("copy_on")) {
        Ok(when) => when,
        Err(words) => {
            let form = FormView::filled([("copy_on", posted.get("copy_on"))]);
            return show_again(&app, &page, &date, form.with_errors(&FieldErrors::one("copy_on", words))).await;
        }
    };
    let copy: EventId = copy_date(&app, date.event.id, when, officer.person_id).await?;
    let done = Flash::done("Copied as a draft. Look it over, its days above all, then publish it.");
    Ok(page.redirect_with(&done, &format!("/admin/events/{copy}/edit")))
}

/// The same wall times on another London day; to be announced when no day is given.
fn copied_when(source: &EventWhen, typed: &str) -> Result<EventWhen, String> {
    let Some(day) = read_day(typed).map_err(|error| error.to_string())? else {
        return Ok(EventWhen::ToBeAnnounced);
    };
    let certainty = match source.certainty() {
        DateCertainty::DateAndTime => DateCertainty::DateAndTime,
        _ => DateCertainty::DateOnly,
    };
    let wall = WallTime { day: Some(day), ..source.wall() };
    EventWhen::from_wall(certainty, wall).map_err(|error: EventWhenError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_9_a_copy_keeps_the_times_on_the_clock_across_a_clock_change() {
        let wall =
            WallTime { day: "2026-09-04".parse().ok(), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
        let source = EventWhen::from_wall(DateCertainty::DateAndTime, wall).unwrap();
        let day_only = EventWhen::DateOnly("2026-09-04".parse().unwrap());

        let copy = copied_when(&source, "2026-12-04").unwrap();

        assert_eq!(copy.wall(), WallTime { day: "2026-12-04".parse().ok(), ..wall });
        assert_eq!(copied_when(&source, " "), Ok(EventWhen::ToBeAnnounced));
        assert_eq!(copied_when(&day_only, "4/12/2026"), Ok(EventWhen::DateOnly("2026-12-04".parse().unwrap())));
        assert_eq!(
            copied_when(&source, "tomorrow").unwrap_err(),
            "Enter a date that exists, like 2026-09-04 or 4/9/2026"
        );
        assert_eq!(copied_when(&source, "1999-01-01").unwrap_err(), "Enter a date between 2000 and 2100");
    }
}
