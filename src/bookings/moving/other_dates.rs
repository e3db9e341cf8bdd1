//! The other dates a booking could move to, with what each would cost.

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::decide_move::{MovePreview, decide_move};
use super::where_to::{is_other_date, may_all_come};
use crate::bookings::event_facts::sale_facts;
use crate::bookings::refund_terms::RefundTerms;
use crate::bookings::sale::{EventSale, find_sale, find_sales};
use crate::events::{EventDetails, EventFilter, list_upcoming};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// Most dates listed.
const DATES: u64 = 50;

/// One date that could be moved to.
pub struct OtherDate {
    /// The date.
    pub event: EventDetails,
    /// Seats the public may book.
    pub left: i32,
    /// What the move would come to.
    pub preview: MovePreview,
}

/// Coming dates of the same course that these hands may move it to, in time order.
pub async fn other_dates(
    db: &impl ConnectionTrait,
    (booking, from): (&booking::Model, &EventDetails),
    (places, terms): (&[place::Model], &RefundTerms),
    by_officer: bool,
    now: Instant,
) -> Result<Vec<OtherDate>, Unexpected> {
    let Some(course) = &from.course else { return Ok(Vec::new()) };
    let filter = EventFilter { course: Some(course.id), without_cancelled: true, ..EventFilter::default() };
    let found = list_upcoming(db, now, filter, Page { number: 1, size: DATES }).await?;
    let own = find_sale(db, booking.event_id).await?.context("a booked event is not on sale")?;
    let ids: Vec<i64> = found.events.iter().map(|event| event.id.0).collect();
    let sales = find_sales(db, &ids).await?;
    let chosen: Vec<&place::Model> = places.iter().collect();
    let decision = terms.decide(now);
    let mut dates = Vec::new();
    for event in found.events {
        let is_open = |sale: &&EventSale| sale_facts(&event, sale).check(now).is_ok();
        let Some(sale) = sales.get(&event.id.0).filter(is_open) else { continue };
        if !is_other_date(from, &event) || !may_all_come(db, (booking, places), (sale, by_officer), now).await? {
            continue;
        }
        let preview = decide_move(&chosen, (own.prices, sale.prices), decision);
        dates.push(OtherDate { left: sale.places_left(), preview, event });
    }
    Ok(dates)
}
