//! What the rules of selling need to know of an event.

use super::refund_policy::EventDates;
use super::sale::EventSale;
use super::sale_window::SaleFacts;
use crate::events::{EventDetails, EventMode};

/// The dates refunds and sales depend on, when at least the day is known.
pub(super) fn event_dates(event: &EventDetails) -> Option<EventDates> {
    event.when.known_day().map(|first_day| EventDates { first_day, starts_at: event.starts_at() })
}

/// The facts the sale window is decided by.
pub(super) fn sale_facts(event: &EventDetails, sale: &EventSale) -> SaleFacts {
    SaleFacts {
        is_published: event.is_published(),
        is_cancelled: event.is_cancelled(),
        dates: event_dates(event),
        in_person: event.mode != EventMode::Online,
        closes_at: sale.closes_at,
        prices: sale.prices,
    }
}
