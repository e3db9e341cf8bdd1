//! Whom an edit of an event would concern, before it is made (REF-13, RMD-12): the officer sees it, gives a reason and confirms.

use sea_orm::ConnectionTrait;

use super::change_words::differences;
use super::choice::{Meaning, NOTICE_AFTER, choice_until, meaning};
use crate::bookings::booking_state::BookingState;
use crate::bookings::queries::live_bookings_with_places;
use crate::bookings::refund_policy::EventDates;
use crate::bookings::refund_terms::PolicyDates;
use crate::bookings::sale::EventSale;
use crate::events::{EventContent, EventDetails};
use crate::kernel::{Instant, Unexpected};

/// What the officer is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePreview {
    /// Bookings with live places.
    pub bookings: usize,
    /// Live places; sent back with the form, so that one booked meanwhile stops it.
    pub places: usize,
    /// What the edit means to them.
    pub meaning: Meaning,
    /// What is different, a sentence each.
    pub differences: Vec<String>,
    /// Until when they may choose; none when there is no choice.
    pub choose_until: Option<Instant>,
}

/// Works it out in two statements.
pub async fn preview_notice(
    db: &impl ConnectionTrait,
    (event, sale): (&EventDetails, &EventSale),
    after: &EventContent,
    now: Instant,
) -> Result<NoticePreview, Unexpected> {
    let live = live_bookings_with_places(db, event.id.0).await?;
    let takes = |state: &str| BookingState::parse(state).is_some_and(BookingState::takes_a_place);
    let places = live.iter().flat_map(|(_, places)| places).filter(|place| takes(&place.state)).count();
    let meaning = meaning(&event.content(), after);
    let changed = with_content(event, after);
    let dates = after.when.known_day().map(|first_day| EventDates { first_day, starts_at: after.when.starts_at() });
    let own = dates.map(|dates| PolicyDates { policy: sale.policy.clone(), dates });
    Ok(NoticePreview {
        bookings: live.len(),
        places,
        meaning,
        differences: differences(event, &changed, now),
        choose_until: own.filter(|_| meaning.gives_choice).map(|own| choice_until(&own, now + NOTICE_AFTER)),
    })
}

/// The event as it would be.
fn with_content(event: &EventDetails, after: &EventContent) -> EventDetails {
    EventDetails {
        title: after.title.clone(),
        when: after.when,
        mode: after.mode,
        platform: after.platform,
        venue: after.venue.clone(),
        parts: Vec::new(),
        ..event.clone()
    }
}
