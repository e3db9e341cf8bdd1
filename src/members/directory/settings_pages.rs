//! `/account/directory`: whether to be found, and by what.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::entry::put_entry;
use super::forms::{entry_form, read_entry, sent_form};
use super::queries::{is_type_listed, load_entry};
use super::store;
use super::views::SettingsPage;
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::web::{Flash, PageContext, PageError, Posted, SignedIn};

const HERE: &str = "/account/directory";

/// GET `/account/directory`.
pub async fn show_settings(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let entry = load_entry(app.db.reader(), me.person_id).await?;
    let is_type_listed = is_type_listed(app.db.reader(), me.person_id, london_date(app.now())).await?;
    let view = SettingsPage::new(entry_form(&entry), (entry.is_listed, me.viewer.is_member), is_type_listed);
    page.render("members/directory_settings.html", &view)
}

/// POST `/account/directory`.
pub async fn update_settings(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let is_type_listed = is_type_listed(app.db.reader(), me.person_id, london_date(app.now())).await?;
    let entry = match read_entry(&form) {
        Ok(entry) => entry,
        Err(errors) => {
            let listed = load_entry(app.db.reader(), me.person_id).await?.is_listed;
            let form = sent_form(&form).with_errors(&errors);
            let view = SettingsPage::new(form, (listed, me.viewer.is_member), is_type_listed);
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/directory_settings.html", &view);
        }
    };
    let now = app.now();
    app.db.write_tx(async |tx| put_entry(tx, me.person_id, &entry, now).await).await?;
    let words = match (entry.is_listed, me.viewer.is_member) {
        (true, true) if !is_type_listed => {
            "Your choices are kept. Your type of membership is not shown in the directory."
        }
        (true, true) => "You are in the directory, with what you chose.",
        (true, false) => "Your choices are kept. You are in the directory while you are a member.",
        (false, _) => "You are not in the directory. Your choices are kept, in case you come back.",
    };
    Ok(page.redirect_with(&Flash::done(words), HERE))
}

/// POST `/account/directory/hiding`: out of it at once, whatever else was chosen.
pub async fn hide(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let now = app.now();
    app.db.write_tx(async |tx| store::mark_hidden(tx, me.person_id, now).await).await?;
    Ok(page.redirect_with(&Flash::done("You are out of the directory. Nobody can find or write to you by it."), HERE))
}
