//! Event cards: what `events` says about a date, with what `bookings` says about its price and places.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::bookings::sale_panel::{SalePanel, card_facts};
use crate::events::views::{list_valid_until, month_words};
use crate::events::{EventDetails, EventView};
use crate::kernel::{Instant, Unexpected};

/// What the `event_card` component takes.
#[derive(Clone, Debug, Serialize)]
pub struct EventCard {
    #[serde(flatten)]
    event: EventView,
    price: String,
    price_note: Option<&'static str>,
    places: String,
    places_state: &'static str,
    #[serde(skip)]
    month: Option<NaiveDate>,
}

/// Cards under the month they fall in.
#[derive(Clone, Debug, Serialize)]
pub struct MonthOfCards {
    /// "September 2026", or "Date to be announced".
    pub title: String,
    /// For the heading's id: "2026-09".
    pub anchor: String,
    /// In time order.
    pub cards: Vec<EventCard>,
}

/// Cards for a list, and until when they stay true.
#[derive(Clone, Debug)]
pub struct ListedCards {
    /// In the order given.
    pub cards: Vec<EventCard>,
    /// The first instant at which one of them would read differently by itself (D22).
    pub valid_until: Instant,
}

/// Makes the cards of `events`, in a fixed number of statements.
pub async fn make_cards(
    db: &impl ConnectionTrait,
    events: &[EventDetails],
    now: Instant,
) -> Result<ListedCards, Unexpected> {
    let by_reference: Vec<&EventDetails> = events.iter().collect();
    let panels = card_facts(db, &by_reference, now).await?;
    let changes = panels.values().filter_map(|panel| panel.changes_at);
    let valid_until = changes.fold(list_valid_until(events, now), Instant::min);
    let cards = events.iter().map(|event| card(event, panels.get(&event.id.0), now)).collect();
    Ok(ListedCards { cards, valid_until })
}

/// The same cards under headings; cards without any date come last.
pub fn by_month(cards: Vec<EventCard>) -> Vec<MonthOfCards> {
    let mut months: Vec<MonthOfCards> = Vec::new();
    for card in cards {
        let title = card.month.map_or_else(|| "Date to be announced".to_owned(), month_words);
        let anchor = card.month.map_or_else(|| "undated".to_owned(), |month| month.format("%Y-%m").to_string());
        match months.last_mut() {
            Some(last) if last.anchor == anchor => last.cards.push(card),
            _ => months.push(MonthOfCards { title, anchor, cards: vec![card] }),
        }
    }
    months
}

fn card(event: &EventDetails, panel: Option<&SalePanel>, now: Instant) -> EventCard {
    let mut view = EventView::new(event, now);
    if !view.is_cancelled {
        // "Time to be confirmed" stands in the card already, where the time would be.
        view.tag = None;
    }
    // Of what is over or called off nothing is sold, so price and places would mislead.
    let panel = panel.filter(|_| !view.is_past && !view.is_cancelled);
    let (price, price_note) = panel.map_or((String::new(), None), price);
    let (places, places_state) = panel.map_or((String::new(), "none"), places);
    EventCard { month: event.first_day(), event: view, price, price_note, places, places_state }
}

fn price(panel: &SalePanel) -> (String, Option<&'static str>) {
    match &panel.member_price {
        _ if panel.code_only => ("With a code".to_owned(), None),
        _ if panel.is_free => ("Free".to_owned(), panel.members_only.then_some("for members")),
        Some(member) => (format!("{member} to {}", panel.standard_price), Some("by who attends")),
        None => match &panel.early {
            Some(early) => (early.price.clone(), Some("early price")),
            None => (panel.standard_price.clone(), None),
        },
    }
}

fn places(panel: &SalePanel) -> (String, &'static str) {
    match panel.places_state {
        _ if !panel.can_book && !panel.is_full => ("Booking is closed".to_owned(), "none"),
        "open" if panel.members_only => ("Open to members".to_owned(), "open"),
        state => (panel.places_left_words.clone(), state),
    }
}
