//! `/account/needs`: what somebody keeps on their profile for use at later dates, changed and deleted by their own hand (QST-7).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::forms;
use super::saved::{find_saved, forget_saved, save_needs};
use super::views::{SavedPageView, ticks};
use crate::app::App;
use crate::web::{Flash, PageContext, PageError, Posted, SignedIn};

const HERE: &str = "/account/needs";
const PAGE: &str = "bookings/saved_needs.html";

/// GET /account/needs
pub async fn show_saved(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let saved = find_saved(&app, app.db.reader(), me.person_id).await?;
    let has_saved = saved.is_some();
    let form = forms::filled(&saved.unwrap_or_default());
    page.render(PAGE, &SavedPageView { form, ticks: ticks(), has_saved })
}

/// POST /account/needs
pub async fn update_saved(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let needs = match forms::read_needs(&posted, true) {
        Ok(needs) => needs,
        Err(errors) => {
            let has_saved = find_saved(&app, app.db.reader(), me.person_id).await?.is_some();
            let form = forms::sent(&posted).with_errors(&errors);
            let view = SavedPageView { form, ticks: ticks(), has_saved };
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, PAGE, &view);
        }
    };
    save_needs(&app, me.person_id, &needs).await?;
    let words = if needs.is_empty() {
        "Nothing is kept."
    } else {
        "Kept. Nobody sees it until you use it at a date, with one press on that date’s own form."
    };
    Ok(page.redirect_with(&Flash::done(words), HERE))
}

/// POST /account/needs/removal
pub async fn remove_saved(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    forget_saved(&app, me.person_id).await?;
    let words =
        "Deleted from your profile. What you told us for a date stays until 30 days after it; take it back there.";
    Ok(page.redirect_with(&Flash::done(words), HERE))
}
