//! `/account/profile`.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::forms::{profile_form, read_profile, sent_form};
use super::queries::load_profile;
use super::update_profile::{UpdateProfile, update_profile};
use super::views::ProfilePage;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::london_date;
use crate::members::employers::employer_question;
use crate::web::{Flash, PageContext, PageError, Posted, SignedIn};

/// GET `/account/profile`.
pub async fn show_profile(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let profile = load_profile(app.db.reader(), me.person_id).await?;
    let form = profile_form(&me.viewer.name, &profile);
    let has_gone = employer_has_gone(&app, &me).await?;
    page.render("members/profile.html", &ProfilePage::new(form, &profile.employer, has_gone, me.viewer.email.clone()))
}

/// POST `/account/profile`.
pub async fn update_own_profile(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    match read_profile(&form) {
        Ok(answer) => {
            let actor = Actor::Person(me.person_id);
            update_profile(&app, UpdateProfile { person_id: me.person_id, answer, actor, reason: None }).await?;
            Ok(page.redirect_with(&Flash::done("Your profile is up to date."), "/account/profile"))
        }
        Err(errors) => {
            let profile = load_profile(app.db.reader(), me.person_id).await?;
            let shown = sent_form(&form).with_errors(&errors);
            let has_gone = employer_has_gone(&app, &me).await?;
            let view = ProfilePage::new(shown, &profile.employer, has_gone, me.viewer.email.clone());
            page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/profile.html", &view)
        }
    }
}

async fn employer_has_gone(app: &App, me: &SignedIn) -> Result<bool, PageError> {
    let today = london_date(app.now());
    Ok(employer_question(app.db.reader(), me.person_id, today).await?.is_some())
}
