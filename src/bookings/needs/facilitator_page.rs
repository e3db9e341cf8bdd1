//! What attendees need, for the facilitator of the date (D20): read only, for whoever is named on it by their own record, and
//! written down like every reading.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::desk_pages::told_page;
use super::views::ToldPageView;
use crate::app::App;
use crate::events::{EventId, find_event};
use crate::web::{PageContext, PageError, SignedIn};

/// GET /account/facilitating/{id}/needs. A date that the reader does not lead does not exist for them.
pub async fn show_to_facilitator(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map(EventId).map_err(|_| PageError::NotFound)?;
    let event = find_event(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    let leads = event.facilitators.iter().any(|who| who.person_id == Some(me.person_id));
    if !leads {
        return Err(PageError::NotFound);
    }
    let view = told_page(&app, &event, me.person_id, String::new()).await?;
    page.render("bookings/facilitator_needs.html", &ToldPageView { back: "/account".to_owned(), ..view })
}
