//! Joining the waiting list of a full event: the form and what becomes of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::JoinForm;
use super::join::{JoinWaitingListError, join_waiting_list};
use super::other_dates::other_dates;
use super::views::{JoinView, PlacesChoice};
use super::wish::{is_waited_for, wish_choices};
use super::words::places_words;
use crate::app::App;
use crate::bookings::event_facts::sale_facts;
use crate::bookings::sale::{EventSale, find_sale};
use crate::events::{EventDetails, EventView, find_published_by_slug};
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted};

/// `?places=3`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct JoinQuery {
    places: Option<String>,
}

/// The event and its sale, if the visitor may wait for it.
async fn open(app: &App, page: &PageContext, slug: &str) -> Result<(EventDetails, EventSale), PageError> {
    let db = app.db.reader();
    let event = find_published_by_slug(db, slug).await?.ok_or(PageError::NotFound)?;
    let sale = find_sale(db, event.id.0).await?.ok_or(PageError::NotFound)?;
    if sale.members_only {
        let viewer = page.viewer.as_ref().ok_or(PageError::SignInFirst)?;
        if !viewer.is_member {
            return Err(PageError::Conflict(
                "This meeting is for members. Renew your membership, and you can wait for a place.".to_owned(),
            ));
        }
    }
    Ok((event, sale))
}

/// GET /events/{slug}/waiting-list/new. While there are places it leads to the booking form.
pub async fn new_entry(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
    query: Query<JoinQuery>,
) -> Result<HttpResponse, PageError> {
    let (event, sale) = open(&app, &page, &slug).await?;
    if let Err(reason) = sale_facts(&event, &sale).check(app.now()) {
        return Ok(page.redirect_with(&Flash::info(reason.to_string()), &format!("/events/{slug}")));
    }
    if sale.rules.code_only {
        let words = JoinWaitingListError::CodeOnly.to_string();
        return Ok(page.redirect_with(&Flash::info(words), &format!("/events/{slug}")));
    }
    if !is_waited_for(&sale) {
        let words = JoinWaitingListError::NotFull { left: sale.places_left() }.to_string();
        return Ok(page.redirect_with(&Flash::info(words), &format!("/events/{slug}/bookings/new")));
    }
    let asked = query.places.as_deref().and_then(|places| places.parse::<i32>().ok());
    let places = asked.map(|places| places.clamp(1, sale.most_places));
    let form = JoinForm::blank(page.viewer.as_ref(), places);
    show(&app, &page, (&event, &sale), (&form, &FieldErrors::new()), StatusCode::OK).await
}

/// POST /events/{slug}/waiting-list. Says the same whether the address was on the list before or not.
pub async fn create_entry(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (event, sale) = open(&app, &page, &slug).await?;
    let form = JoinForm::read(&posted);
    let command = match form.command(event.id.0, page.viewer.as_ref()) {
        Ok(command) => command,
        Err(errors) => {
            return show(&app, &page, (&event, &sale), (&form, &errors), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    match join_waiting_list(&app, &command, Some(&page.client)).await {
        Ok(()) => {
            let words = format!(
                "You are on the waiting list. We have written to {}; the link in that message shows how you stand, and lets you ask for another number of places or leave.",
                command.email.as_str(),
            );
            Ok(page.redirect_with(&Flash::done(words), &format!("/events/{slug}")))
        }
        Err(JoinWaitingListError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(JoinWaitingListError::TooOften { seconds }) => Err(PageError::TooManyRequests(seconds)),
        Err(refusal @ JoinWaitingListError::NotFull { .. }) => {
            Ok(page.redirect_with(&Flash::info(refusal.to_string()), &format!("/events/{slug}/bookings/new")))
        }
        Err(refusal @ (JoinWaitingListError::NotOpen | JoinWaitingListError::CodeOnly)) => {
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &format!("/events/{slug}")))
        }
        Err(refusal) => {
            let field = if matches!(refusal, JoinWaitingListError::HasPlace) { "email" } else { "places" };
            let errors = FieldErrors::one(field, refusal.to_string());
            show(&app, &page, (&event, &sale), (&form, &errors), StatusCode::CONFLICT).await
        }
    }
}

/// "1 place" to as many as one booking takes.
pub(super) fn choices(most: i32) -> Vec<PlacesChoice> {
    (1..=most).map(|number| PlacesChoice { value: number.to_string(), label: places_words(number) }).collect()
}

async fn show(
    app: &App,
    page: &PageContext,
    (event, sale): (&EventDetails, &EventSale),
    (form, errors): (&JoinForm, &FieldErrors),
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let view = JoinView {
        event: EventView::new(event, now),
        form: form.view().with_errors(errors),
        choices: choices(sale.most_places),
        wishes: wish_choices(sale),
        is_for_several: sale.most_places > 1,
        is_of_course: event.course.is_some(),
        others: other_dates(app.db.reader(), event, now).await?,
        course_href: event
            .course
            .as_ref()
            .filter(|course| course.is_published)
            .map(|course| format!("/courses/{}", course.slug)),
    };
    page.render_with(status, "waiting_list/new.html", &view)
}
