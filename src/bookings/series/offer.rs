//! The dates of a series as somebody may book them together now.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use super::left_out::{DateFacts, LeftOut};
use super::queries::{Who, places_held};
use crate::bookings::event_facts::sale_facts;
use crate::bookings::sale::{EventSale, find_sales};
use crate::events::series::{SeriesId, events_of_series};
use crate::events::{EventDetails, EventState};
use crate::kernel::{Instant, Unexpected};

/// One date on the site that is still to come.
#[derive(Clone, Debug)]
pub(super) struct OfferedDate {
    pub(super) event: EventDetails,
    /// How it is sold; none when it takes no bookings.
    pub(super) sale: Option<EventSale>,
    /// Why it is not booked with the others.
    pub(super) left_out: Option<LeftOut>,
}

/// For whom the dates are looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Looker {
    pub(super) who: Who,
    /// Whether they have member rights; none: it is not known who looks.
    pub(super) is_member: Option<bool>,
}

/// The dates that are on the site and not over, in order of time. What was called off is among them only when it is one of
/// `also_cancelled`: those that somebody has asked for.
pub(super) async fn offered_dates(
    db: &impl ConnectionTrait,
    series: SeriesId,
    looker: &Looker,
    also_cancelled: &[i64],
    now: Instant,
) -> Result<Vec<OfferedDate>, Unexpected> {
    let is_shown = |event: &EventDetails| match event.state {
        EventState::Draft => false,
        EventState::Published => !event.is_private() && !event.when.is_over(now),
        EventState::Cancelled => also_cancelled.contains(&event.id.0),
    };
    let events: Vec<EventDetails> = events_of_series(db, series).await?.into_iter().filter(is_shown).collect();
    let ids: Vec<i64> = events.iter().map(|event| event.id.0).collect();
    let mut sales: BTreeMap<i64, EventSale> = find_sales(db, &ids).await?;
    let held = places_held(db, &ids, &looker.who).await?;
    let date = |event: EventDetails| {
        let sale = sales.remove(&event.id.0);
        let left_out = match &sale {
            None => Some(LeftOut::NotOpen),
            Some(sale) => LeftOut::of(DateFacts {
                has_place: held.contains(&event.id.0),
                on_sale: sale_facts(&event, sale).check(now),
                is_free: sale.prices.is_free(),
                code_only: sale.rules.code_only,
                asks_mode: sale.modes.is_some(),
                lacks_membership: sale.members_only && looker.is_member == Some(false),
                places_left: sale.places_left(),
            }),
        };
        OfferedDate { event, sale, left_out }
    };
    Ok(events.into_iter().map(date).collect())
}
