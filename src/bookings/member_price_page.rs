//! The page behind the link that a member gets by mail (D8). Looking at it changes nothing (D17); the button does.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::offer_member_price::{ClaimMemberPriceError, claim_member_price};
use super::queries::{find_booking, find_place};
use crate::app::App;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::LinkPurpose;
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct MemberPriceView {
    action: String,
    name: String,
    booked_by: String,
    event: EventView,
    /// What became of it: empty before the button was pressed.
    outcome: String,
    /// It worked.
    is_done: bool,
}

async fn view(app: &App, token: &str) -> Result<(i64, MemberPriceView), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let place = find_place(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::ClaimMemberPrice, place.link_generation) {
        return Err(PageError::NotFound);
    }
    let booking = find_booking(app.db.reader(), place.booking_id).await?.ok_or(PageError::NotFound)?;
    let event = load_event(app.db.reader(), EventId(place.event_id)).await?;
    let is_done = place.member_price_claimed_at.is_some();
    let view = MemberPriceView {
        action: format!("/member-price/{token}"),
        name: place.attendee_name,
        booked_by: booking.booker_name,
        event: EventView::new(&event, app.now()),
        outcome: if is_done { "The member price has been given for this place.".to_owned() } else { String::new() },
        is_done,
    };
    Ok((place.id, view))
}

/// GET /member-price/{token}
pub async fn show_member_price(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (_, view) = view(&app, &token).await?;
    page.render("bookings/member_price.html", &view)
}

/// POST /member-price/{token}
pub async fn claim(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (place_id, mut view) = view(&app, &token).await?;
    match claim_member_price(&app, place_id).await {
        Ok(difference) => {
            view.is_done = true;
            view.outcome = format!("Thank you. {difference} is on its way back to whoever paid.");
        }
        Err(ClaimMemberPriceError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
        Err(refusal) => view.outcome = refusal.to_string(),
    }
    page.render("bookings/member_price.html", &view)
}
