//! What the event page and its cards say about selling: prices, places left, last day for a refund, or why nothing is sold.

use std::collections::BTreeMap;

use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::event_facts::{event_dates, sale_facts};
use super::modes::{ModesView, modes_view};
use super::refund_policy::{fourteen_day_rule, policy_words, refund_deadlines};
use super::sale::{EventSale, find_sales};
use super::sale_window::closing_words;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::{Instant, Unexpected};

/// Five places or fewer are "few".
const FEW: i32 = 5;
/// Why nothing can be booked when nothing is left.
const FULL: &str = "Every place on this date is taken. Join the waiting list and we write to you when one comes free, or look at the course page for other dates.";
/// The same where a code is needed, and nobody else waits (ELG-12).
const FULL_WITH_CODES: &str =
    "Every place on this date is taken. It is for those who were given a code, so it has no public waiting list.";

/// What a template may see of an event's sale.
#[derive(Clone, Debug, Serialize)]
pub struct SalePanel {
    /// Nobody pays.
    pub is_free: bool,
    /// Only for people with member rights.
    pub members_only: bool,
    /// Only for whoever was given a code; prices are shown to them alone (ELG-12).
    pub code_only: bool,
    /// Anyone's price.
    pub standard_price: String,
    /// Anyone's price in pence, for structured data.
    pub standard_pence: i64,
    /// The members' price, when lower.
    pub member_price: Option<String>,
    /// The members' price in pence, for structured data.
    pub member_pence: Option<i64>,
    /// The early price, while it can be had (ELG-11).
    pub early: Option<EarlyPanel>,
    /// Seats the public may still book.
    pub places_left: i32,
    /// The same in words.
    pub places_left_words: String,
    /// "open", "few" or "full": how the card shows it.
    pub places_state: &'static str,
    /// What is left in the room and online; none on a date of one kind (SES-8).
    pub modes: Option<ModesView>,
    /// No seat left.
    pub is_full: bool,
    /// Booking is possible now.
    pub can_book: bool,
    /// Why not, in a sentence.
    pub why_not: Option<String>,
    /// Where to wait for a place, while none is left and bookings are open.
    pub waiting_url: Option<String>,
    /// Until when bookings are taken.
    pub closes_words: Option<String>,
    /// The refund policy with its exact days; empty for free events.
    pub refund_words: Vec<String>,
    /// The 14 days of whoever pays for themselves, in a sentence (CO-07); empty for free events.
    pub fourteen_days: String,
    /// The booking form.
    pub book_url: String,
    /// schema.org word.
    pub availability: &'static str,
    /// Prices in one line.
    pub price_words: String,
    /// The first instant at which this panel would read differently by itself.
    #[serde(skip)]
    pub changes_at: Option<Instant>,
}

/// The early price of an event, while it can be had.
#[derive(Clone, Debug, Serialize)]
pub struct EarlyPanel {
    /// "£70".
    pub price: String,
    /// In pence, for structured data.
    pub pence: i64,
    /// Until when, and for how many.
    pub who: String,
    /// RFC 3339 of its first instant, for structured data: when it was set, or the date published, whichever was later.
    pub begins_at: String,
    /// RFC 3339 of its last instant, for structured data.
    pub ends_at: String,
}

fn early_panel(event: &EventDetails, sale: &EventSale, now: Instant) -> Option<EarlyPanel> {
    let (early, taken) = sale.early_bird?;
    let number = match early.left(taken, now) {
        Some(0) => return None,
        Some(1) => "; 1 place is left at this price".to_owned(),
        Some(left) => format!("; {left} places are left at this price"),
        None => String::new(),
    };
    Some(EarlyPanel {
        price: early.price.to_string(),
        pence: early.price.get(),
        who: format!("Anyone, until {}{number}", date_and_time(early.ends_at)),
        begins_at: rfc3339_london(event.published_at.map_or(early.created_at, |at| at.max(early.created_at))),
        ends_at: rfc3339_london(early.ends_at),
    })
}

/// The first instant after the early price, which is inclusive; none when there is none to come.
fn early_over(sale: &EventSale) -> Option<Instant> {
    sale.early_bird.map(|(early, _)| early.ends_at + Duration::microseconds(1))
}

/// The panel of one event; none when it takes no bookings at all.
pub async fn sale_panel(
    db: &impl ConnectionTrait,
    event_id: i64,
    now: Instant,
) -> Result<Option<SalePanel>, Unexpected> {
    let event = load_event(db, EventId(event_id)).await?;
    Ok(card_facts(db, &[&event], now).await?.remove(&event_id))
}

/// The panels of several events, in a fixed number of statements.
pub async fn card_facts(
    db: &impl ConnectionTrait,
    events: &[&EventDetails],
    now: Instant,
) -> Result<BTreeMap<i64, SalePanel>, Unexpected> {
    let ids: Vec<i64> = events.iter().map(|event| event.id.0).collect();
    let sales = find_sales(db, &ids).await?;
    let panels =
        events.iter().filter_map(|event| sales.get(&event.id.0).map(|sale| (event.id.0, panel(event, sale, now))));
    Ok(panels.collect())
}

fn panel(event: &EventDetails, sale: &EventSale, now: Instant) -> SalePanel {
    let facts = sale_facts(event, sale);
    let prices = sale.prices;
    let left = sale.places_left();
    let member = prices.member.filter(|member| *member < prices.standard);
    let not_on_sale = facts.check(now).err();
    let is_full = left == 0;
    let why_not = not_on_sale
        .map(|reason| reason.to_string())
        .or_else(|| is_full.then(|| if sale.rules.code_only { FULL_WITH_CODES } else { FULL }.to_owned()));
    let closes = facts.closing_instant();
    let dates = event_dates(event);
    SalePanel {
        is_free: prices.is_free(),
        members_only: sale.members_only,
        code_only: sale.rules.code_only,
        standard_price: prices.standard.to_string(),
        standard_pence: prices.standard.get(),
        member_price: member.map(|price| price.to_string()),
        member_pence: member.map(crate::kernel::Pence::get),
        early: early_panel(event, sale, now),
        places_left: left,
        places_left_words: places_words(left),
        places_state: if is_full {
            "full"
        } else if left <= FEW {
            "few"
        } else {
            "open"
        },
        modes: modes_view(sale, false),
        is_full,
        can_book: why_not.is_none(),
        waiting_url: (is_full && not_on_sale.is_none() && !sale.rules.code_only)
            .then(|| format!("/events/{}/waiting-list/new", event.slug)),
        why_not,
        closes_words: closes.filter(|closes| now <= *closes).map(closing_words),
        refund_words: match dates {
            Some(dates) if !prices.is_free() => policy_words(&sale.policy, dates, now),
            _ => Vec::new(),
        },
        fourteen_days: if prices.is_free() { String::new() } else { fourteen_day_rule() },
        book_url: format!("/events/{}/bookings/new", event.slug),
        availability: if is_full { "SoldOut" } else { "InStock" },
        price_words: price_words(sale),
        changes_at: [closes, dates.map(super::refund_policy::EventDates::started_from), early_over(sale)]
            .into_iter()
            .flatten()
            .chain(dates.into_iter().flat_map(|dates| refund_deadlines(&sale.policy, dates)))
            .filter(|at| *at > now)
            .min(),
    }
}

/// "Full", "1 place left", "12 places left".
pub(super) fn places_words(left: i32) -> String {
    match left {
        0 => "Full".to_owned(),
        1 => "1 place left".to_owned(),
        left => format!("{left} places left"),
    }
}

/// Prices in one line: "£50 members, £90 others".
pub(super) fn price_words(sale: &EventSale) -> String {
    let prices = sale.prices;
    match prices.member.filter(|member| *member < prices.standard) {
        _ if prices.is_free() && sale.members_only => "Free for members".to_owned(),
        _ if prices.is_free() => "Free".to_owned(),
        Some(member) => format!("{member} members, {} others", prices.standard),
        None => prices.standard.to_string(),
    }
}
