//! `/account/card` and `/account/letter`: that somebody is a member, to print or to show. Only for those who are one today.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::words::end_words;
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{Standing, load_picture};
use crate::web::{Flash, PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct PaperView {
    name: String,
    number: String,
    type_name: String,
    member_since: String,
    /// "The end of …", or "For life".
    valid_until: String,
    today: String,
}

/// GET `/account/card`.
pub async fn show_card(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    show(&app, &page, &me, "members/card.html").await
}

/// GET `/account/letter`.
pub async fn show_letter(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    show(&app, &page, &me, "members/letter.html").await
}

async fn show(app: &App, page: &PageContext, me: &SignedIn, template: &str) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let picture = load_picture(app.db.reader(), me.person_id, today).await?;
    // In grace the card says the day on which the rights end, not one that has passed.
    let valid_until = match picture.standing {
        Standing::Active { ends_on, .. } => ends_on,
        Standing::InGrace { grace_ends_on, .. } => grace_ends_on,
        _ => {
            let words = "A card and a letter are for members. You are not one today.";
            return Ok(page.redirect_with(&Flash::info(words), "/account"));
        }
    };
    let held = picture.current_term().or_else(|| picture.terms.iter().rfind(|record| record.term.counts()));
    let view = PaperView {
        name: me.viewer.name.clone(),
        number: picture.number.map(|number| number.to_string()).unwrap_or_default(),
        type_name: held.map(|record| record.type_name.clone()).unwrap_or_default(),
        member_since: picture.member_since.map(long_date).unwrap_or_default(),
        valid_until: end_words(valid_until),
        today: long_date(today),
    };
    page.render(template, &view)
}
