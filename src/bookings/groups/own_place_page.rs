//! The attendee's own acts on the page of their place (GRP-8): the name as it should stand, and a word to the booker.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::own_place::{OwnPlaceError, ask_to_cancel, correct_own_name};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::show_place::open_place;
use crate::kernel::{LinkPurpose, PersonName};
use crate::web::{Flash, PageContext, PageError, Posted};

fn actor(page: &PageContext) -> Actor {
    page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id))
}

fn told(
    page: &PageContext,
    done: Result<(), OwnPlaceError>,
    words: &str,
    token: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match done {
        Ok(()) => Flash::done(words),
        Err(OwnPlaceError::Unexpected(error)) => return Err(error.into()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &format!("/manage/{token}")))
}

/// POST /manage/{token}/own-name
pub async fn update_own_name(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (place, _) = open_place(&app, &token, LinkPurpose::ManagePlace).await?;
    let name = match PersonName::parse(posted.get("name")) {
        Ok(name) => name,
        Err(error) => {
            let words = format!("{error}. Your name has not been changed.");
            return Ok(page.redirect_with(&Flash::problem(words), &format!("/manage/{token}")));
        }
    };
    let done = correct_own_name(&app, &place, &name, actor(&page)).await;
    told(&page, done, "Your name now stands as you wrote it.", &token)
}

/// POST /manage/{token}/cancellation-wish
pub async fn create_cancellation_wish(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (place, _) = open_place(&app, &token, LinkPurpose::ManagePlace).await?;
    let done = ask_to_cancel(&app, &place, actor(&page)).await;
    told(&page, done, "The person who booked has been told that you cannot come. They decide; we write to you.", &token)
}
