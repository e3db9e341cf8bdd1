//! The attendee's own page for one place, by the personal link in their email: what is booked, how to join, and, for a free
//! place, giving it up. Money decisions belong to the booker (GRP-8).

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use entity::place;
use serde::Serialize;

use super::booking_state::BookingState;
use super::cancel_places::{CancelPlaces, CancelPlacesError, Shown, cancel_places};
use super::cancellation::{CancelledBy, GIVEN_UP};
use super::event_facts::event_dates;
use super::groups::place_status::is_own_place;
use super::join_block::is_held_back;
use super::join_openings::note_opening;
use super::modes::{PlaceMode, SwitchView, mode_label, switch_view};
use super::queries::{find_booking, find_place};
use super::questions::answer_pages::asked_of_place;
use super::questions::views::AskedView;
use super::sale::find_sale;
use super::show_booking::join_words;
use super::substitution::queries::has_asked;
use super::views::StateTag;
use crate::app::App;
use crate::audit::Actor;
use crate::events::{EventDetails, EventId, EventView, VenueRow, load_event, venue_rows};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::members;
use crate::notifications::deliver::is_address_flagged;
use crate::web::markdown::to_safe_html;
use crate::web::{Flash, PageContext, PageError};

/// What the page shows.
#[derive(Serialize)]
struct PlaceView {
    base: String,
    name: String,
    tag: StateTag,
    event: EventView,
    /// Reading and preparation; may be empty.
    resources_html: String,
    is_live: bool,
    can_join: bool,
    join_url: String,
    join_words: String,
    can_give_up: bool,
    booked_by: String,
    is_own: bool,
    asked: AskedView,
    /// Something was paid, the event has not begun: the attendee may ask the booker to cancel (GRP-8).
    can_ask: bool,
    has_asked: bool,
    can_correct: bool,
    /// What we sent to the place's address came back (RMD-8).
    mail_fails: bool,
    /// In the room or online, on a date that has both (SES-8).
    mode: &'static str,
    /// The other way, while it is a way.
    switch: Option<SwitchView>,
    /// What those who come to the room need to know; nothing for who is online.
    venue: Vec<VenueRow>,
}

/// The place a token opens, with its event; 404 for a link that was revoked.
pub(super) async fn open_place(
    app: &App,
    token: &str,
    purpose: LinkPurpose,
) -> Result<(place::Model, EventDetails), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let place = find_place(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, purpose, place.link_generation) {
        return Err(PageError::NotFound);
    }
    let event = load_event(app.db.reader(), EventId(place.event_id)).await?;
    Ok((place, event))
}

/// GET /manage/{token} for a place's token.
pub(super) async fn show(app: &App, page: &PageContext, token: &str) -> Result<HttpResponse, PageError> {
    let (place, event) = open_place(app, token, LinkPurpose::ManagePlace).await?;
    let now = app.now();
    let booking = find_booking(app.db.reader(), place.booking_id).await?.ok_or(PageError::NotFound)?;
    let is_live = place.state == BookingState::Confirmed.word() && !event.is_cancelled();
    let (can_join, words) = if is_live && is_held_back(app.db.reader(), &booking, now).await? {
        (false, held_back_words(is_own_place(&booking, &place), &booking.booker_name))
    } else {
        join_words_of(&place, &event, now)
    };
    let started = event_dates(&event).is_none_or(|dates| now >= dates.started_from());
    let is_own = is_own_place(&booking, &place);
    let mail_fails = is_live && is_address_flagged(app, &place.attendee_email).await?;
    let view = PlaceView {
        base: format!("/manage/{token}"),
        name: place.attendee_name.clone(),
        tag: StateTag::of(&place.state),
        event: EventView::new(&event, now),
        resources_html: to_safe_html(&event.resources),
        is_live,
        can_join: is_live && can_join,
        join_url: format!("/join-event/{}", app.links.token(LinkPurpose::JoinEvent, place.id, place.link_generation)),
        join_words: words,
        can_give_up: is_live && !started && place.price_pence == 0,
        booked_by: booking.booker_name,
        is_own,
        asked: asked_of_place(app, &place, &event, &format!("/manage/{token}")).await?,
        can_ask: is_live && !started && place.price_pence != 0 && !place.is_booker,
        has_asked: has_asked(app.db.reader(), &place).await?,
        can_correct: is_live && !started,
        mail_fails,
        mode: mode_label(&place),
        switch: switch_of(app, &place, &event, now).await?,
        venue: if PlaceMode::parse(&place.mode) == Some(PlaceMode::Online) { Vec::new() } else { venue_rows(&event) },
    };
    page.render("bookings/place.html", &view)
}

/// What the page says about joining: nothing of the link to who sits in the room (SES-8).
fn join_words_of(place: &place::Model, event: &EventDetails, now: Instant) -> (bool, String) {
    match (PlaceMode::parse(&place.mode), event.ends_at()) {
        (Some(PlaceMode::Room), Some(ends)) if now >= ends => (false, "The event is over.".to_owned()),
        (Some(PlaceMode::Room), _) => (false, "Your place is in the room, so nothing has to be joined.".to_owned()),
        _ => join_words(event, now),
    }
}

/// The way from the room to the screen or back; nothing is read for a date of one kind.
async fn switch_of(
    app: &App,
    place: &place::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<Option<SwitchView>, Unexpected> {
    if place.mode.is_empty() {
        return Ok(None);
    }
    let sale = find_sale(app.db.reader(), event.id.0).await?;
    Ok(sale.and_then(|sale| switch_view(place, (event, &sale), (false, now))))
}

/// POST /manage/{token}/cancellation for a place's token: a free place is given up.
pub(super) async fn cancel(app: &App, page: &PageContext, token: &str) -> Result<HttpResponse, PageError> {
    let (place, _) = open_place(app, token, LinkPurpose::ManagePlace).await?;
    if place.price_pence != 0 {
        return Err(PageError::Conflict(
            "This place was paid for, so the person who booked it decides. Ask them to cancel it.".to_owned(),
        ));
    }
    let command = CancelPlaces {
        booking_id: place.booking_id,
        place_ids: vec![place.id],
        by: CancelledBy::Booker,
        actor: page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id)),
        expected: Some(Shown { paid: Pence::ZERO, total: Pence::ZERO }),
        reason: GIVEN_UP.to_owned(),
    };
    match cancel_places(app, &command).await {
        Ok(_) => Ok(page.redirect_with(
            &Flash::done("Your place is free again for somebody else. Thank you for telling us."),
            "/events",
        )),
        Err(CancelPlacesError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(error) => Err(PageError::Conflict(error.to_string())),
    }
}

/// Whom to ask when the way to join is held back (INV-6). What is owed is between the booker and us.
fn held_back_words(is_own: bool, booker: &str) -> String {
    if is_own {
        return "The way to join is held back for now: the page of your booking says why.".to_owned();
    }
    format!("The way to join is held back for now: ask {booker}, who booked your place.")
}

/// ELG-6: why a place does not lead into a members' meeting now, if so. Live standing counts when the link is opened; in grace
/// they are let in. A place that belongs to nobody's membership never does.
async fn not_a_member(app: &App, place: &place::Model, now: Instant) -> Result<Option<&'static str>, Unexpected> {
    let Some(person_id) = place.person_id else {
        return Ok(Some(
            "This meeting is for members, and this place belongs to no member's account. Sign in and book a place of your own.",
        ));
    };
    let is_member = members::standing(app.db.reader(), person_id, london_date(now)).await?.gives_member_price();
    Ok((!is_member).then_some(
        "This meeting is for members, and your membership has lapsed. Renew it and this page lets you in at once.",
    ))
}

/// GET /join-event/{token}: leads to the meeting while its window is open; the raw address is nowhere else (D16, LNK-3, LNK-6).
pub async fn join_event(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (place, event) = open_place(&app, &token, LinkPurpose::JoinEvent).await?;
    let now = app.now();
    if place.state != BookingState::Confirmed.word() || event.is_cancelled() {
        return Err(PageError::NotFound);
    }
    let own_page = format!("/manage/{}", app.links.token(LinkPurpose::ManagePlace, place.id, place.link_generation));
    let (can_join, words) = join_words_of(&place, &event, now);
    let Some(address) = event.join_url.as_ref().filter(|_| can_join) else {
        return Ok(page.redirect_with(&Flash::info(words), &own_page));
    };
    let booking = find_booking(app.db.reader(), place.booking_id).await?.ok_or(PageError::NotFound)?;
    if is_held_back(app.db.reader(), &booking, now).await? {
        let words = held_back_words(is_own_place(&booking, &place), &booking.booker_name);
        return Ok(page.redirect_with(&Flash::problem(words), &own_page));
    }
    let members_only = find_sale(app.db.reader(), event.id.0).await?.is_some_and(|sale| sale.members_only);
    if let (true, Some(words)) = (members_only, not_a_member(&app, &place, now).await?) {
        return Ok(page.redirect_with(&Flash::problem(words), &own_page));
    }
    app.db.write_tx(async |tx| note_opening(tx, place.id, now).await).await?;
    let mut response = page.redirect(address.as_str());
    response.headers_mut().insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
    Ok(response)
}
