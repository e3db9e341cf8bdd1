//! The button that puts a place over to the room or to the screen, behind the booker's two doors, the attendee's own link and the
//! desk.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use entity::place;

use super::seats::PlaceMode;
use super::switch_mode::{SwitchMode, SwitchModeError, switch_mode};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::door::{OpenBooking, open_at_desk, open_by_link, open_own};
use crate::bookings::queries::places_of_booking;
use crate::bookings::show_place::open_place;
use crate::kernel::LinkPurpose;
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, SignedIn, may};

/// POST /bookings/{ref}/places/{n}/mode
pub async fn update_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    update(&app, &page, (&open_own(&app, &who, &Path::from(reference)).await?, position), &posted).await
}

/// POST /manage/{token}/places/{n}/mode
pub async fn update_by_link(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (token, position) = path.into_inner();
    update(&app, &page, (&open_by_link(&app, &page, &token).await?, position), &posted).await
}

/// POST /admin/bookings/{ref}/places/{n}/mode
pub async fn update_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    update(&app, &page, (&open_at_desk(&app, officer.person_id, &reference).await?, position), &posted).await
}

/// POST /manage/{token}/mode: the attendee's own place.
pub async fn update_place(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (place, _) = open_place(&app, &token, LinkPurpose::ManagePlace).await?;
    let actor = page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id));
    let back = format!("/manage/{}", token.as_str());
    switch(&app, &page, (&place, actor, false), (&posted, &back)).await
}

async fn update(
    app: &App,
    page: &PageContext,
    (open, position): (&OpenBooking, i32),
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let places = places_of_booking(app.db.reader(), open.booking.id).await?;
    let place = places.into_iter().find(|place| place.position == position).ok_or(PageError::NotFound)?;
    switch(app, page, (&place, open.actor, open.by_officer), (posted, &open.base)).await
}

async fn switch(
    app: &App,
    page: &PageContext,
    (place, actor, by_officer): (&place::Model, Actor, bool),
    (posted, back): (&Posted, &str),
) -> Result<HttpResponse, PageError> {
    let Some(to) = PlaceMode::parse(posted.get("to")) else {
        return Ok(page.redirect_with(&Flash::problem(SwitchModeError::NotSwitchable.to_string()), back));
    };
    let flash = match switch_mode(app, SwitchMode { place_id: place.id, to, by_officer, actor }).await {
        Ok(()) => Flash::done(done_words(place, to)),
        Err(SwitchModeError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
        Err(refusal @ SwitchModeError::SameAlready(_)) => Flash::info(refusal.to_string()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, back))
}

fn done_words(place: &place::Model, to: PlaceMode) -> String {
    if place.attendee_name.is_empty() {
        format!("The place is now {}.", to.words())
    } else {
        format!(
            "{} now has a place {}. An email with the changed calendar entry is on its way.",
            place.attendee_name,
            to.words()
        )
    }
}
