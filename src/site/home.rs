//! `/`: who we are, what is coming, what is new.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::event_cards::{EventCard, make_cards};
use crate::app::App;
use crate::campaign::{NewsCard, latest_posts};
use crate::events::{EventFilter, EventKind, list_upcoming};
use crate::web::{Page, PageContext, PageError};

const COURSES: u64 = 4;
const MEETINGS: u64 = 2;
const NEWS: u64 = 4;

#[derive(Serialize)]
struct HomeView {
    courses: Vec<EventCard>,
    meetings: Vec<EventCard>,
    posts: Vec<NewsCard>,
}

/// The page.
pub async fn show_home(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let of_kind = |kind| EventFilter { kind: Some(kind), without_cancelled: true, ..EventFilter::default() };
    let courses = list_upcoming(db, now, of_kind(EventKind::Training), Page { number: 1, size: COURSES }).await?;
    let meetings =
        list_upcoming(db, now, of_kind(EventKind::MembersMeeting), Page { number: 1, size: MEETINGS }).await?;
    let courses = make_cards(db, &courses.events, now).await?;
    let meetings = make_cards(db, &meetings.events, now).await?;
    let posts = latest_posts(db, NEWS).await?;
    let valid_until = courses.valid_until.min(meetings.valid_until);
    let view = HomeView {
        courses: courses.cards,
        meetings: meetings.cards,
        posts: posts.iter().map(NewsCard::from).collect(),
    };
    page.render_kept("site/home.html", &view, Some(valid_until))
}
