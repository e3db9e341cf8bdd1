//! After a course was saved: which of its coming dates take the change too (SES-1). The same page compares a course with its dates at
//! any other time.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::apply_to_dates::{ApplyError, ApplyToDates, OfferedDate, apply_to_dates, offered_dates};
use super::copied_fields::CopiedField;
use super::dates_form::{box_of, read_chosen};
use super::policy_versions::policy_versions;
use super::views::DatesView;
use crate::app::App;
use crate::events::courses::find_course;
use crate::events::{CourseContent, CourseDetails, CourseId};
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, may};

const PAGE: &str = "admin/courses/dates.html";

/// `?fields=title,prices&follow=3,4`: what is compared, and which dates had the course's words before the change.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DatesQuery {
    fields: Option<String>,
    follow: Option<String>,
}

/// GET /admin/courses/{id}/dates
pub async fn compare_dates(
    app: Data<App>,
    page: PageContext,
    id: Path<i64>,
    query: Query<DatesQuery>,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let fields = CopiedField::parse_list(query.fields.as_deref().unwrap_or_default());
    let follow = query.follow.as_deref().unwrap_or_default();
    let follow: Vec<i64> = follow.split(',').filter_map(|id| id.parse().ok()).collect();
    let is_ticked = |date: &OfferedDate| !date.has_bookings() && follow.contains(&date.event.id.0);
    page.render(PAGE, &view(&app, &course, &fields, &is_ticked).await?)
}

/// POST /admin/courses/{id}/dates: what was ticked, all of it or nothing.
pub async fn update_dates(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let fields = CopiedField::parse_list(posted.get("fields"));
    let chosen = read_chosen(&posted);
    if chosen.is_empty() {
        return Ok(page.redirect_with(&Flash::info("No date was ticked, so they stay as they are."), &href(&course)));
    }
    let command = ApplyToDates {
        course_id: course.id,
        version: posted.get("version").parse().unwrap_or_default(),
        fields: fields.clone(),
        chosen,
        officer_id: officer.person_id,
    };
    match apply_to_dates(&app, &command).await {
        Ok(changed) => Ok(page.redirect_with(&Flash::done(applied_words(changed)), &href(&course))),
        Err(ApplyError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let is_ticked = |date: &OfferedDate| posted.get(&box_of(date.event.id)) == "yes";
            let mut view = view(&app, &course, &fields, &is_ticked).await?;
            view.form = view.form.with_errors(&FieldErrors::one("", refusal.to_string()));
            page.render_with(StatusCode::CONFLICT, PAGE, &view)
        }
    }
}

/// Where an officer goes on to after saving: to the dates that say otherwise what was changed, or nowhere.
pub(super) async fn next_step(
    app: &App,
    before: &CourseContent,
    course: &CourseDetails,
) -> Result<Option<String>, Unexpected> {
    let fields = CopiedField::changed_between(before, &course.content);
    if fields.is_empty() {
        return Ok(None);
    }
    let (db, now) = (app.db.reader(), app.now());
    let policies = policy_versions(db).await?;
    let offered = offered_dates(db, course.id, now).await?;
    let differs =
        |content: &CourseContent, date: &OfferedDate| !date.plan(content, &policies, &fields).differences.is_empty();
    let differing: Vec<&OfferedDate> = offered.iter().filter(|date| differs(&course.content, date)).collect();
    if differing.is_empty() {
        return Ok(None);
    }
    let followed = differing.iter().filter(|date| !differs(before, date));
    let follow: Vec<String> = followed.map(|date| date.event.id.to_string()).collect();
    let fields = CopiedField::list_words(&fields);
    Ok(Some(format!("{}/dates?fields={fields}&follow={}", href(course), follow.join(","))))
}

async fn view(
    app: &App,
    course: &CourseDetails,
    fields: &[CopiedField],
    is_ticked: &dyn Fn(&OfferedDate) -> bool,
) -> Result<DatesView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let policies = policy_versions(db).await?;
    let offered = offered_dates(db, course.id, now).await?;
    let planned: Vec<_> = offered.iter().map(|date| (date, date.plan(&course.content, &policies, fields))).collect();
    Ok(DatesView::new(course, fields, &planned, (is_ticked, now)))
}

async fn find(app: &App, id: i64) -> Result<CourseDetails, PageError> {
    find_course(app.db.reader(), CourseId(id)).await?.ok_or(PageError::NotFound)
}

fn href(course: &CourseDetails) -> String {
    format!("/admin/courses/{}", course.id)
}

fn applied_words(dates: usize) -> String {
    match dates {
        0 => "The dates you ticked said so already. Nothing was changed.".to_owned(),
        1 => "1 date now says what the course says.".to_owned(),
        _ => format!("{dates} dates now say what the course says."),
    }
}
