//! `/events/{slug}`: one date, with its prices, places and refunds; it stays at its address when it is over or called off (WEB-6).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::event_cards::{EventCard, make_cards};
use super::structured_data::{Publisher, event_data};
use crate::app::App;
use crate::bookings::organiser_move::views::{MovedEventView, moved_event_view};
use crate::bookings::sale_panel::{SalePanel, card_facts};
use crate::bookings::sale_window::NotOnSale;
use crate::bookings::series::panel::{SeriesPanel, series_panel};
use crate::events::views::list_valid_until;
use crate::events::{EventDetails, EventFilter, EventView, find_published_by_slug, list_upcoming};
use crate::kernel::{Instant, Unexpected};
use crate::web::json_ld::to_script_html;
use crate::web::markdown::to_safe_html;
use crate::web::{Page, PageContext, PageError};

/// How many other dates of the course are offered.
const OTHER_DATES: u64 = 4;

#[derive(Serialize)]
struct EventPageView {
    event: EventView,
    is_online: bool,
    description_html: String,
    /// Reading and preparation; may be empty.
    resources_html: String,
    sale: Option<SalePanel>,
    prices: Vec<PriceRow>,
    other_dates: Vec<EventCard>,
    json_ld_html: String,
    /// Earlier dates, when it was moved (WEB-6).
    moved: MovedEventView,
    /// The other dates of its series (SES-6).
    series: Option<SeriesPanel>,
}

/// One row of the `price_list` component.
#[derive(Serialize)]
struct PriceRow {
    name: &'static str,
    who: String,
    amount: String,
}

/// The page.
pub async fn show_event(app: Data<App>, page: PageContext, slug: Path<String>) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let event = find_published_by_slug(db, &slug).await?.ok_or(PageError::NotFound)?;
    let mut panels = card_facts(db, &[&event], now).await?;
    let is_set_up = app.identity.read(db, now).await?.is_set_up();
    let panel = panels.remove(&event.id.0).map(|sale| if is_set_up { sale } else { not_sold_yet(sale) });
    let event_view = EventView::new(&event, now);
    let publisher = Publisher { base_url: &app.settings.base_url, name: &page.identity.name };
    let moved = moved_event_view(db, &event, now).await?;
    let json_ld_html = match event_data(&event, &event_view, (panel.as_ref(), &moved.previous_starts), &publisher) {
        Some(data) => to_script_html(&data)?,
        None => String::new(),
    };
    // Of what is over or called off nothing is sold.
    let sale = panel.filter(|_| !event_view.is_past && !event_view.is_cancelled);
    let mut valid_until = list_valid_until(std::slice::from_ref(&event), now);
    if let Some(changes_at) = sale.as_ref().and_then(|sale| sale.changes_at) {
        valid_until = valid_until.min(changes_at);
    }
    let series = series_panel(db, &event, now).await?.filter(|_| is_set_up);
    let valid_until = series.as_ref().map_or(valid_until, |series| valid_until.min(series.changes_at));
    let (other_dates, others_until) = other_dates(&app, &event, now).await?;
    let view = EventPageView {
        prices: sale.as_ref().map(prices).unwrap_or_default(),
        description_html: to_safe_html(&event.description),
        resources_html: to_safe_html(&event.resources),
        is_online: event.mode.has_online(),
        event: event_view,
        sale,
        other_dates,
        json_ld_html,
        moved,
        series,
    };
    page.render_kept("events/show.html", &view, Some(valid_until.min(others_until)))
}

/// Before the charity's own details are filled in, the panel says so in place of the ways to book and to wait (CH-03).
fn not_sold_yet(sale: SalePanel) -> SalePanel {
    SalePanel { can_book: false, waiting_url: None, why_not: Some(NotOnSale::NotSetUp.to_string()), ..sale }
}

/// Coming dates of the same course, for whom this one does not suit.
async fn other_dates(app: &App, event: &EventDetails, now: Instant) -> Result<(Vec<EventCard>, Instant), Unexpected> {
    let Some(course) = &event.course else { return Ok((Vec::new(), Instant::MAX_UTC)) };
    let filter = EventFilter { course: Some(course.id), without_cancelled: true, ..EventFilter::default() };
    let found = list_upcoming(app.db.reader(), now, filter, Page { number: 1, size: OTHER_DATES + 1 }).await?;
    let others: Vec<EventDetails> = found.events.into_iter().filter(|other| other.id != event.id).collect();
    let listed = make_cards(app.db.reader(), &others, now).await?;
    let cards = listed.cards.into_iter().take(usize::try_from(OTHER_DATES).unwrap_or_default()).collect();
    Ok((cards, listed.valid_until))
}

/// Both prices and who each is for (WEB-4's words, for people).
fn prices(sale: &SalePanel) -> Vec<PriceRow> {
    let row = |name, who: &str, amount: &str| PriceRow { name, who: who.to_owned(), amount: amount.to_owned() };
    let early = sale.early.iter().map(|early| PriceRow {
        name: "Early price",
        who: early.who.clone(),
        amount: early.price.clone(),
    });
    let usual = match &sale.member_price {
        _ if sale.is_free && sale.members_only => {
            vec![row("Members", "Open to members of the association only", "Free")]
        }
        _ if sale.is_free => vec![row("Everybody", "", "Free")],
        Some(member) => vec![
            row("Members", "Each attendee who is a member of the association", member),
            row("Others", "Each attendee who is not a member", &sale.standard_price),
        ],
        None => vec![row("Everybody", "", &sale.standard_price)],
    };
    early.chain(usual).collect()
}
