//! The officers' course desk: list, publish, take off the site. The form is with selling, which knows refund policies and dates.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::views::{CourseDesk, CourseRow};
use super::{CourseDetails, CourseId, PublishCourseError, find_course, publish_course, queries, withdraw_course};
use crate::app::App;
use crate::audit::Actor;
use crate::web::{Flash, PageContext, PageError, Permitted, may};

const LIST: &str = "/admin/courses";

/// Every course.
pub async fn list_courses(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let courses = queries::list_all_courses(app.db.reader()).await?;
    page.render("admin/courses/list.html", &CourseDesk { courses: courses.iter().map(CourseRow::from).collect() })
}

/// Puts the course on the site.
pub async fn publish(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let (by, now) = (Actor::Person(officer.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| publish_course(tx, course.id, by, now).await).await;
    answer(&page, course.id, outcome, "It is on the site.", "It was on the site already.")
}

/// Takes the course off the site; its dates stay.
pub async fn withdraw(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let course = find(&app, *id).await?;
    let (by, now) = (Actor::Person(officer.person_id), app.now());
    let outcome = app.db.write_tx(async |tx| withdraw_course(tx, course.id, by, now).await).await;
    answer(&page, course.id, outcome, "It is off the site. Its dates stay where they are.", "It was not on the site.")
}

async fn find(app: &App, id: i64) -> Result<CourseDetails, PageError> {
    find_course(app.db.reader(), CourseId(id)).await?.ok_or(PageError::NotFound)
}

fn answer(
    page: &PageContext,
    id: CourseId,
    outcome: Result<(), PublishCourseError>,
    done: &str,
    already: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match outcome {
        Ok(()) => Flash::done(done),
        Err(PublishCourseError::NotAllowed) => Flash::info(already),
        Err(refusal @ PublishCourseError::NotSetUp) => Flash::problem(refusal.to_string()),
        Err(PublishCourseError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &format!("{LIST}/{id}")))
}
