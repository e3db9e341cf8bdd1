//! Where questions belong: to a date, or to a course whose dates begin with a copy of them (SES-1).

use crate::app::App;
use crate::events::courses::find_course;
use crate::events::{CourseId, EventDetails, EventId, find_event};
use crate::web::PageError;

/// A date, or a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The questions of one date.
    Event(EventId),
    /// The questions that a course's new dates begin with.
    Course(CourseId),
}

/// A home that the desk has open.
pub struct OpenHome {
    /// Which.
    pub home: Home,
    /// Its title.
    pub title: String,
    /// Its own page at the desk.
    pub base: String,
    /// The date, when it is one.
    pub event: Option<EventDetails>,
    /// For a date, the course it is a date of.
    pub course: Option<CourseId>,
}

impl OpenHome {
    /// The home of `/admin/events/{id}/questions…` or `/admin/courses/{id}/questions…`, or 404.
    pub async fn find(app: &App, path: &str, id: &str) -> Result<Self, PageError> {
        let number: i64 = id.parse().map_err(|_| PageError::NotFound)?;
        let db = app.db.reader();
        if path.starts_with("/admin/courses/") {
            let course = find_course(db, CourseId(number)).await?.ok_or(PageError::NotFound)?;
            return Ok(Self {
                home: Home::Course(course.id),
                title: course.content.title,
                base: format!("/admin/courses/{number}"),
                event: None,
                course: None,
            });
        }
        let event = find_event(db, EventId(number)).await?.ok_or(PageError::NotFound)?;
        Ok(Self {
            home: Home::Event(event.id),
            title: event.title.clone(),
            base: format!("/admin/events/{number}"),
            course: event.course.as_ref().map(|course| course.id),
            event: Some(event),
        })
    }
}
