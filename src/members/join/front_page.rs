//! `/join`: what each type is, who may have it, what it costs and gives, and what happens next. A member is told what they have.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::type_view::TypeView;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::members::applications::{ApplicationSummary, REPLY_DAYS, application_of};
use crate::members::directory::is_anybody_public;
use crate::members::membership::{AppliedForBy, offered_types, standing};
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct JoinView {
    types: Vec<TypeView>,
    reply_days: u64,
    you: Option<YouView>,
    /// Some members chose to be found by everybody.
    has_public_members: bool,
}

/// What the person who is looking has already.
#[derive(Serialize)]
struct YouView {
    words: String,
    is_member: bool,
    /// A draft to go on with, or an application that waits; "" without one.
    application_href: &'static str,
    application_words: &'static str,
}

/// GET `/join`.
pub async fn show_join(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let offered = offered_types(db, today).await?;
    let open = offered.iter().filter(|offered| offered.version.applied_for_by == AppliedForBy::Anyone);
    let you = match &page.viewer {
        Some(viewer) => Some(you(&app, viewer.person_id).await?),
        None => None,
    };
    let view = JoinView {
        types: open.map(|kind| TypeView::new(kind, today)).collect(),
        reply_days: REPLY_DAYS,
        you,
        has_public_members: is_anybody_public(db, today).await?,
    };
    page.render_kept("join/index.html", &view, None)
}

async fn you(app: &App, person_id: i64) -> Result<YouView, Unexpected> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let standing = standing(db, person_id, today).await?;
    let application = application_of(db, person_id).await?.filter(ApplicationSummary::is_live);
    let words = match application.as_ref().map(ApplicationSummary::href) {
        Some("/join/continue") => "Go on with the application you began",
        Some(_) => "See your application",
        None => "",
    };
    Ok(YouView {
        words: standing.words(),
        is_member: standing.is_member(),
        application_href: application.as_ref().map_or("", ApplicationSummary::href),
        application_words: words,
    })
}
