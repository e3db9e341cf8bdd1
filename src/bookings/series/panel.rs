//! What a meeting's public page says of its series: the other dates, and how many can be booked at once. The same for everybody who
//! looks; who has a place already is said on the booking page.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::offer::{Looker, OfferedDate, offered_dates};
use crate::bookings::event_facts::sale_facts;
use crate::bookings::sale::EventSale;
use crate::bookings::sale_panel::places_words;
use crate::events::series::series_of;
use crate::events::views::list_valid_until;
use crate::events::{EventDetails, EventView};
use crate::kernel::{Instant, Unexpected};

/// The series of a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPanel {
    /// What it is called.
    name: String,
    /// Its dates to come, in order.
    dates: Vec<SeriesDate>,
    /// How many can be booked together; 0 or 1 leaves nothing to book at once.
    bookable: usize,
    /// The page that books them.
    book_all_url: String,
    /// The first instant at which this would read differently by itself.
    #[serde(skip)]
    pub changes_at: Instant,
}

/// One date of it.
#[derive(Clone, Debug, Serialize)]
struct SeriesDate {
    href: String,
    title: String,
    when_words: String,
    place: String,
    /// "12 places left", or why it cannot be booked with the others.
    state: String,
    /// The page it stands on.
    is_this: bool,
}

/// The series of an event with its dates to come; none when there is no other.
pub async fn series_panel(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<Option<SeriesPanel>, Unexpected> {
    let Some(series) = series_of(db, event.id).await? else { return Ok(None) };
    let offered = offered_dates(db, series.id, &Looker::default(), &[], now).await?;
    if offered.iter().all(|date| date.event.id == event.id) {
        return Ok(None);
    }
    let events: Vec<EventDetails> = offered.iter().map(|date| date.event.clone()).collect();
    let closing = |date: &OfferedDate| sale_facts(&date.event, date.sale.as_ref()?).closing_instant();
    let changes_at = offered.iter().filter_map(closing).filter(|at| *at > now);
    Ok(Some(SeriesPanel {
        name: series.name,
        bookable: offered.iter().filter(|date| date.left_out.is_none()).count(),
        book_all_url: format!("/events/{}/series/new", event.slug),
        changes_at: changes_at.fold(list_valid_until(&events, now), Instant::min),
        dates: offered.iter().map(|date| series_date(date, event, now)).collect(),
    }))
}

fn series_date(date: &OfferedDate, page: &EventDetails, now: Instant) -> SeriesDate {
    let view = EventView::new(&date.event, now);
    let left = date.sale.as_ref().map_or(0, EventSale::places_left);
    SeriesDate {
        href: view.href,
        title: view.title,
        when_words: view.when_words,
        place: view.place_words,
        state: date.left_out.map_or_else(|| places_words(left), |reason| reason.words().to_owned()),
        is_this: date.event.id == page.id,
    }
}
