//! An entry's own page, by the link in every message: how it stands, booking what is offered, declining, leaving, joining again,
//! asking for another number (WTL-8, WTL-9). Looking at it changes nothing (D17); the buttons do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use entity::waiting_entry;

use super::entry_state::EntryState;
use super::entry_view::entry_view;
use super::forms::read_wish;
use super::join::JoinWaitingListError;
use super::leave::{GiveUp, change_wish, give_up, return_to_list};
use super::open_list::OpenList;
use super::queries::find_entry_on_list;
use super::views::GiveUpView;
use super::wish::read_mode;
use super::words::{places_words, seats_words};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::new_booking::{self, NewBookingQuery};
use crate::events::EventView;
use crate::kernel::LinkPurpose;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted};

/// The entry a token opens; 404 for a link that was revoked or that belongs to somebody who was forgotten.
pub(super) async fn open(app: &App, token: &str) -> Result<(waiting_entry::Model, OpenList), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let found = find_entry_on_list(app, app.db.reader(), id, app.now()).await?;
    let (entry, list) = found.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::WaitingEntry, entry.link_generation) || entry.email.is_empty() {
        return Err(PageError::NotFound);
    }
    Ok((entry, list))
}

fn actor(page: &PageContext) -> Actor {
    page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id))
}

fn base(token: &str) -> String {
    format!("/waiting-list/{token}")
}

/// GET /waiting-list/{token}
pub async fn show(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (entry, list) = open(&app, &token).await?;
    let view = entry_view(&app, (&entry, &list), &base(&token), &FieldErrors::new()).await?;
    page.render("waiting_list/entry.html", &view)
}

/// GET /waiting-list/{token}/booking: the ordinary booking form, with the seats that are kept.
pub async fn book(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<NewBookingQuery>,
) -> Result<HttpResponse, PageError> {
    let (_, list) = open(&app, &token).await?;
    new_booking::show_for_waiting_list(&app, &page, (&list.event.slug, &token), query.into_inner()).await
}

/// GET /waiting-list/{token}/refusal
pub async fn new_refusal(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    ask(&app, &page, &token, GiveUp::Decline).await
}

/// GET /waiting-list/{token}/leaving
pub async fn new_leaving(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    ask(&app, &page, &token, GiveUp::Leave).await
}

async fn ask(app: &App, page: &PageContext, token: &str, how: GiveUp) -> Result<HttpResponse, PageError> {
    let (entry, list) = open(app, token).await?;
    let state = EntryState::parse(&entry.state);
    let is_possible = match how {
        GiveUp::Decline => state == EntryState::Offered,
        GiveUp::Leave => state.is_open(),
    };
    let base = base(token);
    if !is_possible {
        return Ok(page.redirect(&base));
    }
    let is_offer = how == GiveUp::Decline;
    let view = GiveUpView {
        action: format!("{base}/{}", if is_offer { "refusal" } else { "leaving" }),
        event: EventView::new(&list.event, app.now()),
        asked: places_words(entry.places),
        is_offer,
        base,
    };
    page.render("waiting_list/give_up.html", &view)
}

/// POST /waiting-list/{token}/refusal
pub async fn decline(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let words = "You have declined the offer, and the place goes to the next person. Thank you for telling us.";
    end(&app, &page, &token, (GiveUp::Decline, words)).await
}

/// POST /waiting-list/{token}/leaving
pub async fn leave(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    end(&app, &page, &token, (GiveUp::Leave, "You have left the waiting list. Thank you for telling us.")).await
}

async fn end(
    app: &App,
    page: &PageContext,
    token: &str,
    (how, words): (GiveUp, &str),
) -> Result<HttpResponse, PageError> {
    let (entry, _) = open(app, token).await?;
    let flash = if give_up(app, entry.id, how, actor(page)).await? {
        Flash::done(words)
    } else {
        Flash::info("This has changed since the page was opened. Below stands how it is now.")
    };
    Ok(page.redirect_with(&flash, &base(token)))
}

/// POST /waiting-list/{token}/return: joins again at the back.
pub async fn return_again(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (entry, list) = open(&app, &token).await?;
    match return_to_list(&app, entry.id).await {
        Ok(again) => {
            let token = app.links.token(LinkPurpose::WaitingEntry, again.id, again.link_generation);
            Ok(page.redirect_with(&Flash::done("You are on the waiting list again, at the back."), &base(&token)))
        }
        Err(JoinWaitingListError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(refusal @ JoinWaitingListError::NotFull { .. }) => {
            Ok(page
                .redirect_with(&Flash::info(refusal.to_string()), &format!("/events/{}/bookings/new", list.event.slug)))
        }
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &base(&token))),
    }
}

/// POST /waiting-list/{token}/places: asks for another number; the turn is kept.
pub async fn update_places(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (entry, list) = open(&app, &token).await?;
    let mut errors = FieldErrors::new();
    let wish = read_wish((posted.get("places"), posted.has("all_together")), &mut errors);
    let mode = read_mode(list.sale.modes.map(|_| posted.get("mode")), &mut errors);
    let wish = wish.filter(|(places, _)| *places <= list.sale.most_places && errors.is_empty());
    let Some(wish) = wish else {
        if errors.is_empty() {
            errors.add("places", JoinWaitingListError::TooMany { most: list.sale.most_places }.to_string());
        }
        let view = entry_view(&app, (&entry, &list), &base(&token), &errors).await?;
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "waiting_list/entry.html", &view);
    };
    let flash = if change_wish(&app, entry.id, (wish, mode), posted.has("leaves_for_other_date"), actor(&page)).await? {
        Flash::done(format!("You now wait for {}.", seats_words(wish.0, mode)))
    } else {
        Flash::info("This entry no longer waits. Below stands how it is now.")
    };
    Ok(page.redirect_with(&flash, &base(&token)))
}
