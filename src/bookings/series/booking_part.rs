//! What a booking's page says of the dates that were booked together with it: each has a page of its own, and is cancelled alone.

use serde::Serialize;

use super::left_out::LeftOut;
use super::queries::booked_together;
use crate::app::App;
use crate::bookings::door::OpenBooking;
use crate::bookings::views::StateTag;
use crate::events::series::{SeriesId, find_series};
use crate::events::{EventId, EventView, load_plain_events};
use crate::kernel::{Instant, LinkPurpose, Unexpected};

/// The dates of one act.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPart {
    /// What the series is called.
    name: String,
    /// Those that were booked, in order of time.
    dates: Vec<BookedDateView>,
    /// Those that were not, and why not then.
    left_out: Vec<LeftOutView>,
}

/// A date that was booked.
#[derive(Clone, Debug, Serialize)]
struct BookedDateView {
    when_words: String,
    tag: StateTag,
    /// Its booking's page.
    href: String,
    /// The page it stands on.
    is_this: bool,
}

/// A date that was left out.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LeftOutView {
    /// "Thursday 4 December 2025, 9:30am to 1:00pm (UK time)".
    pub(super) when_words: String,
    /// Its public page.
    pub(super) href: String,
    /// Why.
    pub(super) why: &'static str,
}

/// The act that this booking is part of; none for a booking of one date alone.
pub async fn series_part(app: &App, open: &OpenBooking, now: Instant) -> Result<Option<SeriesPart>, Unexpected> {
    let db = app.db.reader();
    let Some((act, dates)) = booked_together(db, open.booking.id).await? else { return Ok(None) };
    let ids: Vec<EventId> = dates.iter().map(|(date, _)| EventId(date.event_id)).collect();
    let events = load_plain_events(db, &ids).await?;
    let name = find_series(db, SeriesId(act.series_id)).await?.map(|series| series.name).unwrap_or_default();
    let mut part = SeriesPart { name, dates: Vec::new(), left_out: Vec::new() };
    for (date, booking) in dates {
        let Some(event) = events.get(&EventId(date.event_id)) else { continue };
        let view = EventView::new(event, now);
        match (booking, date.left_out.as_deref().and_then(LeftOut::parse)) {
            (Some(booking), _) if booking.personal_data_wiped_at.is_none() => part.dates.push(BookedDateView {
                when_words: view.when_words,
                tag: StateTag::of(&booking.state),
                is_this: booking.id == open.booking.id,
                href: if open.by_officer {
                    format!("/admin/bookings/{}", booking.reference)
                } else if open.base.starts_with("/bookings/") {
                    format!("/bookings/{}", booking.reference)
                } else {
                    let token = app.links.token(LinkPurpose::ManageBooking, booking.id, booking.link_generation);
                    format!("/manage/{token}")
                },
            }),
            (None, Some(reason)) => {
                part.left_out.push(LeftOutView { when_words: view.when_words, href: view.href, why: reason.words() });
            }
            _ => {}
        }
    }
    Ok(Some(part))
}
