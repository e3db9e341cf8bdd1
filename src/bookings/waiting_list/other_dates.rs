//! Other dates of the same course that can be booked (WTL-11): shown to whoever waits, and closing nothing by themselves.

use sea_orm::ConnectionTrait;

use super::views::OtherDate;
use crate::bookings::sale_panel::card_facts;
use crate::events::{EventDetails, EventFilter, EventView, list_upcoming};
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// How many are looked at.
const DATES: u64 = 6;

/// The dates, soonest first; none for an event of no course.
pub(super) async fn other_dates(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<Vec<OtherDate>, Unexpected> {
    let Some(course) = &event.course else { return Ok(Vec::new()) };
    let filter = EventFilter { course: Some(course.id), ..EventFilter::default() };
    let dates = list_upcoming(db, now, filter, Page { number: 1, size: DATES }).await?.events;
    let others: Vec<&EventDetails> = dates.iter().filter(|date| date.id != event.id).collect();
    let panels = card_facts(db, &others, now).await?;
    let date = |other: &&EventDetails| {
        let panel = panels.get(&other.id.0).filter(|panel| panel.can_book)?;
        let words = EventView::new(other, now);
        Some(OtherDate {
            href: words.href,
            when: words.when_words,
            place: words.place_words,
            places: panel.places_left_words.clone(),
        })
    };
    Ok(others.iter().filter_map(date).collect())
}
