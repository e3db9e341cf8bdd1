//! `/courses` and `/courses/{slug}`: what a course covers, whatever its dates.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::event_cards::{EventCard, make_cards};
use super::structured_data::{Publisher, course_data};
use crate::app::App;
use crate::events::place_words::duration_words;
use crate::events::{EventFilter, EventView, find_published_course, list_published_courses, list_upcoming};
use crate::kernel::Pence;
use crate::web::json_ld::to_script_html;
use crate::web::markdown::to_safe_html;
use crate::web::{Page, PageContext, PageError};

/// How many coming dates a course's page shows.
const DATES: u64 = 20;

#[derive(Serialize)]
struct CourseListView {
    courses: Vec<CourseEntry>,
}

#[derive(Serialize)]
struct CourseEntry {
    href: String,
    title: String,
    summary: String,
}

#[derive(Serialize)]
struct CoursePageView {
    title: String,
    summary: String,
    overview_html: String,
    topics: Vec<String>,
    audience_html: String,
    further_information_html: String,
    resources_html: String,
    duration: String,
    cpd: String,
    price: String,
    dates: Vec<EventCard>,
    in_house_href: String,
    json_ld_html: String,
}

/// Every course on the site.
pub async fn list_courses(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let courses = list_published_courses(app.db.reader()).await?;
    let entry = |course: crate::events::CourseDetails| CourseEntry {
        href: format!("/courses/{}", course.slug),
        title: course.content.title,
        summary: course.content.summary,
    };
    let view = CourseListView { courses: courses.into_iter().map(entry).collect() };
    page.render_kept("courses/list.html", &view, None)
}

/// One course with its coming dates.
pub async fn show_course(app: Data<App>, page: PageContext, slug: Path<String>) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let course = find_published_course(db, &slug).await?.ok_or(PageError::NotFound)?;
    let filter = EventFilter { course: Some(course.id), ..EventFilter::default() };
    let dates = list_upcoming(db, now, filter, Page { number: 1, size: DATES }).await?.events;
    let listed = make_cards(db, &dates, now).await?;
    let publisher = Publisher { base_url: &app.settings.base_url, name: &page.identity.name };
    let in_words: Vec<_> = dates.iter().map(|event| (event, EventView::new(event, now))).collect();
    let json_ld_html = to_script_html(&course_data(&course, &in_words, &publisher))?;
    let content = course.content;
    let view = CoursePageView {
        overview_html: to_safe_html(&content.overview),
        audience_html: to_safe_html(&content.audience),
        further_information_html: to_safe_html(&content.further_information),
        resources_html: to_safe_html(&content.resources),
        duration: duration_words(i64::from(content.duration_minutes)),
        cpd: duration_words(i64::from(content.cpd_minutes)),
        price: price_words(content.member_price, content.standard_price),
        title: content.title,
        summary: content.summary,
        topics: content.topics,
        dates: listed.cards,
        in_house_href: format!("/courses/{}/in-house", course.slug),
        json_ld_html,
    };
    page.render_kept("courses/show.html", &view, Some(listed.valid_until))
}

/// "£50 for members, £90 for others"; each date has its own prices, these are the usual ones.
fn price_words(member: Pence, standard: Pence) -> String {
    match (member, standard) {
        (_, Pence::ZERO) => "Free".to_owned(),
        (member, standard) if member < standard => format!("{member} for members, {standard} for others"),
        (_, standard) => standard.to_string(),
    }
}
