//! `/admin/events/{id}/visibility`: who may find a date, and the link of a private one (INH-4, INH-6).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use crate::app::App;
use crate::events::{EventDetails, EventId, EventView, Visibility, find_event};
use crate::in_house::queries::{find_quote, find_registration, live_bookings_by, load_enquiry};
use crate::in_house::turn_private::{TurnError, renew_registration_link, turn_private};
use crate::kernel::LinkPurpose;
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, may};

#[derive(Serialize)]
struct VisibilityView {
    base: String,
    title: String,
    when: String,
    is_private: bool,
    is_cancelled: bool,
    outside: usize,
    register: String,
    domain: String,
    enquiry: Option<String>,
}

async fn find(app: &App, id: &str) -> Result<EventDetails, PageError> {
    let id = id.parse::<i64>().ok().map(EventId).ok_or(PageError::NotFound)?;
    find_event(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

/// GET.
pub async fn show_visibility(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let event = find(&app, &id).await?;
    let (db, words) = (app.db.reader(), EventView::new(&event, app.now()));
    let link = find_registration(db, event.id.0).await?.filter(|_| event.is_private());
    let quote = match link.as_ref().and_then(|link| link.quote_id) {
        Some(quote_id) => find_quote(db, quote_id).await?,
        None => None,
    };
    let enquiry = match quote {
        Some(quote) => Some(load_enquiry(db, quote.row.enquiry_id).await?.reference),
        None => None,
    };
    let register = link.as_ref().map(|link| {
        let token = app.links.token(LinkPurpose::InHouseRegister, event.id.0, link.link_generation);
        format!("{}/in-house-register/{token}", app.shell.base_url)
    });
    let view = VisibilityView {
        base: format!("/admin/events/{id}"),
        title: words.title,
        when: words.when_words,
        is_private: event.is_private(),
        is_cancelled: event.is_cancelled(),
        outside: live_bookings_by(db, event.id.0).await?.1,
        register: register.unwrap_or_default(),
        domain: link.map(|link| link.email_domain).unwrap_or_default(),
        enquiry: enquiry.map(|reference| format!("/admin/in-house/{reference}")),
    };
    page.render("admin/in_house/visibility.html", &view)
}

/// POST.
pub async fn update_visibility(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let event = find(&app, &id).await?;
    let back = format!("/admin/events/{id}/visibility");
    let Some(to) = Visibility::parse(form.get("to")) else { return Ok(page.redirect(&back)) };
    match turn_private(&app, event.id.0, to, "your authority", officer.person_id).await {
        Ok(()) if to == Visibility::Private => {
            Ok(page.redirect_with(&Flash::done("This date is private now. Only people with its link find it."), &back))
        }
        Ok(()) => Ok(page.redirect_with(&Flash::done("Everybody may find this date now."), &back)),
        Err(TurnError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &back)),
    }
}

/// POST `/admin/events/{id}/registration-link`.
pub async fn create_link(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    _: Posted,
) -> Result<HttpResponse, PageError> {
    let event = find(&app, &id).await?;
    renew_registration_link(&app, event.id.0, officer.person_id).await?;
    let done = Flash::done("Here is the new link. The one before no longer works; send the new one to the contact.");
    Ok(page.redirect_with(&done, &format!("/admin/events/{id}/visibility")))
}
