//! The desk of one date: facts, figures, what waits for somebody, and its bookings.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::open_date::{OpenDate, powers};
use super::publish_date::check_sellable;
use super::queries::{BookingWithPlaces, count_held, count_live_bookings, income, list_bookings};
use super::state_tags::{link_words, state_tag};
use super::views::{
    BookingRow, CancelFailureRow, Cancelled, DeskView, Fact, Figures, Powers, Publication, moment_words,
};
use crate::app::App;
use crate::bookings::address_fails::unreachable_at;
use crate::bookings::cancel_event::queries::{CancelFailure, failures_of};
use crate::bookings::discounts::desk::past_capacity_of;
use crate::bookings::event_facts::{event_dates, sale_facts};
use crate::bookings::groups::queries::count_unnamed;
use crate::bookings::needs::desk_part::asked_at_desk;
use crate::bookings::organiser_move::views::desk_changes;
use crate::bookings::price_flags::price_flags_of;
use crate::bookings::refund_terms::until_words;
use crate::bookings::reminders::desk_part::reminder_rows;
use crate::bookings::running::desk_part::running_view;
use crate::bookings::sale::{EventSale, SeatLimit, seat_limits};
use crate::bookings::sale_panel::price_words;
use crate::bookings::sale_window::closing_words;
use crate::bookings::series::desk::series_at_desk;
use crate::bookings::substitution::names_lock::locked_from;
use crate::bookings::waiting_list::queries::on_list;
use crate::events::{EventDetails, EventState, EventView, date_warnings, event_days, venue_rows};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, Unexpected};
use crate::payments::queries::references_of;
use crate::web::{FormView, Page, PageContext, PageError, Pagination};

const BOOKINGS_A_PAGE: u64 = 50;

/// `?page=2`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DeskQuery {
    page: Option<String>,
}

/// GET /admin/events/{id}
pub async fn show_event(
    app: Data<App>,
    page: PageContext,
    id: Path<String>,
    query: Query<DeskQuery>,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let at = Page::from_query(query.page.as_deref(), BOOKINGS_A_PAGE);
    render(&app, &page, &date, at, (StatusCode::OK, FormView::blank(&["copy_on"]))).await
}

/// The first page of the desk again, with what is wrong in its form.
pub async fn show_again(
    app: &App,
    page: &PageContext,
    date: &OpenDate,
    form: FormView,
) -> Result<HttpResponse, PageError> {
    let first = Page { number: 1, size: BOOKINGS_A_PAGE };
    render(app, page, date, first, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
}

async fn render(
    app: &App,
    page: &PageContext,
    date: &OpenDate,
    at: Page,
    (status, form): (StatusCode, FormView),
) -> Result<HttpResponse, PageError> {
    let (db, now, event) = (app.db.reader(), app.now(), &date.event);
    let words = EventView::new(event, now);
    let (bookings, total) = list_bookings(db, event.id.0, at).await?;
    let may = powers(page);
    let days = app.holidays.read(db, now).await?;
    let is_to_come = !event.is_cancelled() && !event.when.is_over(now);
    let view = DeskView {
        title: words.title.clone(),
        when: words.when_words.clone(),
        date_warnings: if is_to_come { date_warnings(&event_days(event), &days) } else { Vec::new() },
        state: state_tag(event, date.sale.as_ref(), now),
        public_href: (event.state != EventState::Draft && !event.is_private()).then(|| words.href.clone()),
        figures: figures(app, date).await?,
        waiting: waiting(event, date.sale.as_ref(), now)
            .into_iter()
            .chain(past_words(app, event).await?)
            .chain(unreachable_words(app, event, now).await?)
            .collect(),
        price_flags: price_flags_of(db, event, now).await?,
        facts: facts(event, date.sale.as_ref(), &seat_limits(db, event.id.0).await?, &words),
        publication: publication(event, date.sale.as_ref()),
        cancelled: cancelled(app, event).await?,
        changes: desk_changes(db, event, now).await?,
        reminders: reminder_rows((db, &days), event, now).await?,
        bookings: rows(app, &bookings, may).await?,
        pages: Pagination::new(at, total, &format!("{}?", date.base)),
        base: date.base.clone(),
        form,
        may,
        asked: asked_at_desk(app, event, page.viewer.as_ref()).await?,
        running: running_view(db, event, now).await?,
        series: series_at_desk(db, event, date.sale.as_ref()).await?,
    };
    page.render_with(status, "admin/events/show.html", &view)
}

/// The bookings in words, each with the way to its money for those who may see it.
async fn rows(app: &App, bookings: &[BookingWithPlaces], may: Powers) -> Result<Vec<BookingRow>, Unexpected> {
    let charge_ids: Vec<i64> = bookings.iter().filter_map(|(booking, _)| booking.charge_id).collect();
    let references = if may.view_money { references_of(app.db.reader(), &charge_ids).await? } else { BTreeMap::new() };
    let href = |charge_id: i64| references.get(&charge_id).map(|reference| format!("/admin/money/charges/{reference}"));
    let rows =
        bookings.iter().map(|(booking, places)| BookingRow::new(booking, places, booking.charge_id.and_then(href)));
    Ok(rows.collect())
}

async fn figures(app: &App, date: &OpenDate) -> Result<Option<Figures>, Unexpected> {
    let Some(sale) = &date.sale else { return Ok(None) };
    let (db, id) = (app.db.reader(), date.event.id.0);
    let held = count_held(db, &[id]).await?.get(&id).copied().unwrap_or_default();
    let list = on_list(db, id).await?;
    Ok(Some(Figures {
        waiting: list.waiting,
        offered: list.seats_offered,
        capacity: sale.capacity,
        booked: i64::from(sale.taken - list.seats_offered) - held,
        held,
        left: sale.free_seats(),
        unnamed: count_unnamed(db, id).await?,
        income: income(db, id).await?.to_string(),
    }))
}

/// What waits for somebody.
fn waiting(event: &EventDetails, sale: Option<&EventSale>, now: Instant) -> Vec<String> {
    let fewer = sale.filter(|sale| sale.taken > sale.capacity && !event.is_cancelled()).map(|sale| {
        format!("Places: {}, taken: {}. Nobody can book until fewer are taken.", sale.capacity, sale.taken)
    });
    let not_sold = sale.filter(|_| event.is_published() && !event.when.is_over(now)).and_then(|sale| {
        let reason = check_sellable(event, sale).err()?;
        Some(format!("It is announced, but nobody can book yet. {reason}"))
    });
    [link_words(event, now), fewer, not_sold].into_iter().flatten().collect()
}

/// Why more places are taken than there are: codes that officers made for that (ELG-12).
async fn past_words(app: &App, event: &EventDetails) -> Result<Vec<String>, Unexpected> {
    let words = |(code, reference, seats): (String, String, i32)| {
        let places = if seats == 1 { "1 place".to_owned() } else { format!("{seats} places") };
        format!("{places} beyond the last one went to booking {reference}, with the code {code}.")
    };
    Ok(past_capacity_of(app.db.reader(), event.id.0).await?.into_iter().map(words).collect())
}

/// Whose address takes no mail: they do not get the way to join (RMD-8).
async fn unreachable_words(app: &App, event: &EventDetails, now: Instant) -> Result<Option<String>, Unexpected> {
    if !event.is_published() || event.is_cancelled() || event.when.is_over(now) {
        return Ok(None);
    }
    let names = unreachable_at(app, event.id.0).await?;
    let words = format!("Email to these people comes back, and whoever booked has been told: {}.", names.join(", "));
    Ok((!names.is_empty()).then_some(words))
}

/// Everything set about the date, in the order in which it is asked for.
fn facts(event: &EventDetails, sale: Option<&EventSale>, limits: &[SeatLimit], words: &EventView) -> Vec<Fact> {
    let fact = |label, value: String| Fact { label, value };
    let mut facts = vec![fact("When", words.when_words.clone()), fact("Where", words.place_words.clone())];
    if let Some(course) = &event.course {
        facts.insert(0, fact("Course", course.title.clone()));
    }
    if event.mode.has_online() {
        let is_set = if event.join_url.is_some() { "Set; only people with a place reach it" } else { "Not set" };
        facts.push(fact("Joining address", is_set.to_owned()));
    }
    facts.push(fact("Facilitator", words.facilitator.clone().unwrap_or_else(|| "Not named yet".to_owned())));
    facts.extend(venue_rows(event).into_iter().skip(1).map(|row| fact(row.label, row.value)));
    let Some(sale) = sale else { return facts };
    facts.push(fact("Price", price_words(sale)));
    if !sale.prices.is_free() {
        facts.push(fact("Refund policy", sale.policy.name.clone()));
    }
    if let Some(pools) = sale.modes {
        for (label, pool) in [("Places in the room", pools.room), ("Places online", pools.online)] {
            facts.push(fact(label, format!("{} of {} taken", pool.taken, pool.capacity)));
        }
    }
    if !limits.is_empty() {
        let others: Vec<String> = limits.iter().map(|one| format!("{} for {}", one.name, one.places)).collect();
        facts.push(fact("Places", format!("Room for {}; {}", sale.room, others.join("; "))));
    }
    facts.push(fact("Most places in one booking", sale.most_places.to_string()));
    if let Some(lock) = event_dates(event).and_then(|dates| locked_from(sale.rules, dates)) {
        facts.push(fact("Another person can be named", until_words(lock)));
    }
    if sale.rules.code_only {
        facts.push(fact("Who can book", "Only with a code that opens this date".to_owned()));
    }
    if let Some(closes) = sale_facts(event, sale).closing_instant() {
        facts.push(fact("Bookings are open until", closing_words(closes)));
    }
    facts
}

fn publication(event: &EventDetails, sale: Option<&EventSale>) -> Option<Publication> {
    let not_sold_because = sale.and_then(|sale| check_sellable(event, sale).err()).map(|reason| reason.to_string());
    (event.state == EventState::Draft).then_some(Publication { not_sold_because })
}

async fn cancelled(app: &App, event: &EventDetails) -> Result<Option<Cancelled>, Unexpected> {
    if !event.is_cancelled() {
        return Ok(None);
    }
    Ok(Some(Cancelled {
        when: event.cancelled_at.map(date_and_time).unwrap_or_default(),
        reason: event.cancel_reason.clone().unwrap_or_default(),
        left: count_live_bookings(app.db.reader(), event.id.0).await?,
        failures: failures_of(app.db.reader(), event.id.0).await?.into_iter().map(failure_row).collect(),
    }))
}

fn failure_row(failure: CancelFailure) -> CancelFailureRow {
    let times = if failure.tries == 1 { "once".to_owned() } else { format!("{} times", failure.tries) };
    let words = format!("Tried {times}, last on {}: {}", moment_words(failure.failed_at), failure.why);
    CancelFailureRow { reference: failure.reference, words }
}
