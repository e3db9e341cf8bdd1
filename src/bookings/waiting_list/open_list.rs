//! An event's list with all that decides about it: the event, how it is sold, and how seats are handed out now.

use sea_orm::ConnectionTrait;

use super::offer_life::{Handing, handing};
use crate::app::App;
use crate::bookings::event_facts::{event_dates, sale_facts};
use crate::bookings::sale::{EventSale, find_sale};
use crate::bookings::sale_window::NotOnSale;
use crate::events::{EventDetails, EventId, load_plain_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected, WorkingDays};

/// See the module.
pub(super) struct OpenList {
    /// The event, in any state.
    pub(super) event: EventDetails,
    /// Prices, seats, limits.
    pub(super) sale: EventSale,
    /// How a seat that is free now goes to the list.
    pub(super) handing: Handing,
}

impl OpenList {
    /// The list of an event that is on sale; it must be.
    pub(super) async fn load(
        app: &App,
        db: &impl ConnectionTrait,
        event_id: i64,
        now: Instant,
    ) -> Result<Self, Unexpected> {
        let days = app.holidays.read(db, now).await?;
        let event = load_plain_event(db, EventId(event_id)).await?;
        let sale = find_sale(db, event_id).await?.context("an event with a waiting list is not on sale")?;
        let handing = handing_of(&days, &event, &sale, now);
        Ok(Self { event, sale, handing })
    }
}

/// How a seat of this event that is free at `now` goes to the list.
pub(super) fn handing_of(days: &WorkingDays, event: &EventDetails, sale: &EventSale, now: Instant) -> Handing {
    let facts = sale_facts(event, sale);
    match (facts.check(now), event_dates(event), facts.closing_instant()) {
        (Ok(()), Some(dates), Some(closes)) => handing(days, now, dates.begins(), closes),
        (Err(NotOnSale::Cancelled | NotOnSale::Closed | NotOnSale::Over), ..) => Handing::Ended,
        _ => Handing::Paused,
    }
}
