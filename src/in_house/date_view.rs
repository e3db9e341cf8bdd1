//! The date of an accepted quote as the authority's contact sees it: when and where, the link for its people, and who of them has
//! registered (INH-4, INH-5).

use chrono::NaiveDate;
use serde::Serialize;

use super::over_number::{more_than_agreed, more_words};
use super::queries::{QuoteRecord, Registered, find_registration, registered_of};
use crate::app::App;
use crate::bookings::sale::find_sale;
use crate::events::{EventId, EventState, EventView, load_event};
use crate::kernel::{Instant, LinkPurpose, Unexpected};

/// The date and who comes; only for an accepted quote.
#[derive(Serialize)]
pub(super) struct DateView {
    pub(super) when: String,
    pub(super) place: String,
    pub(super) is_set: bool,
    pub(super) is_cancelled: bool,
    pub(super) has_begun: bool,
    pub(super) seats: i32,
    pub(super) is_full: bool,
    pub(super) domain: String,
    pub(super) register: String,
    /// How many have a place.
    pub(super) coming: usize,
    /// "2 more than agreed: £80 more on the invoice"; none while nobody is.
    pub(super) more: Option<String>,
    /// What each person more costs; none when no more may come.
    pub(super) extra: Option<String>,
    pub(super) registered: Vec<OnListView>,
    /// It has not begun, so somebody can be taken off the list.
    pub(super) may_change: bool,
}

/// Somebody on the list: their name and how they stand, and nothing else (INH-5).
#[derive(Serialize)]
pub(super) struct OnListView {
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) state_kind: &'static str,
    /// Where they are taken off the list; none for those who are not on it.
    pub(super) href: Option<String>,
}

/// The day of a quote's date, once it is set.
pub(super) async fn first_day_of(app: &App, quote: &QuoteRecord) -> Result<Option<NaiveDate>, Unexpected> {
    let Some(event_id) = quote.row.event_id else { return Ok(None) };
    let event = load_event(app.db.reader(), EventId(event_id)).await?;
    Ok(event.when.known_day().filter(|_| event.state != EventState::Draft))
}

/// The date with its link and who has registered.
pub(super) async fn date_of(
    app: &App,
    quote: &QuoteRecord,
    (base, now): (&str, Instant),
) -> Result<Option<DateView>, Unexpected> {
    let Some(event_id) = quote.row.event_id else { return Ok(None) };
    let db = app.db.reader();
    let event = load_event(db, EventId(event_id)).await?;
    let words = EventView::new(&event, now);
    let link = find_registration(db, event_id).await?;
    let register = link.as_ref().map(|link| {
        let token = app.links.token(LinkPurpose::InHouseRegister, event_id, link.link_generation);
        format!("{}/in-house-register/{token}", app.shell.base_url)
    });
    let registered = registered_of(db, event_id).await?;
    let coming = registered.iter().filter(|one| one.is_coming()).count();
    let sale = find_sale(db, event_id).await?;
    let has_begun = event.is_published() && event.when.has_started(now);
    let more = more_than_agreed(coming as u64, quote.content.most_attendees, quote.content.extra);
    Ok(Some(DateView {
        when: words.when_words,
        place: words.place_words,
        is_set: event.state != EventState::Draft,
        is_cancelled: event.is_cancelled(),
        has_begun,
        may_change: event.is_published() && !has_begun,
        seats: sale.as_ref().map_or(0, |sale| sale.capacity),
        is_full: sale.is_some_and(|sale| sale.places_left() == 0) && !has_begun,
        domain: link.map(|link| link.email_domain).unwrap_or_default(),
        register: register.unwrap_or_default(),
        coming,
        more: more.map(more_words),
        extra: quote.content.extra.map(|extra| extra.to_string()),
        registered: registered.iter().map(|one| on_list(one, base)).collect(),
    }))
}

fn on_list(one: &Registered, base: &str) -> OnListView {
    let (state, state_kind) = if one.is_coming() { ("Registered", "done") } else { ("Not coming", "plain") };
    OnListView {
        name: one.attendee_name.clone(),
        state,
        state_kind,
        href: one.is_coming().then(|| format!("{base}/places/{}/{}", one.reference, one.position)),
    }
}
