//! What a booking's page shows of changes: those that can be made, the one that waits for money, the choice after we moved the
//! event, and what has happened.

use entity::{booking, place, place_change};
use serde::Serialize;

use super::emails::change_words;
use super::history::{History, OtherBooking, history_of};
use super::queries::find_waiting;
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::door::OpenBooking;
use crate::bookings::modes::{ModeRow, mode_rows};
use crate::bookings::moving::move_places::{MovePlacesError, check_may_move};
use crate::bookings::organiser_move::views::{ChoiceView, choice_view};
use crate::bookings::substitution::names_lock::lock_words_of;
use crate::bookings::views::held_words;
use crate::events::EventDetails;
use crate::kernel::uk_time::rfc3339_london;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};

/// The changes of one booking.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangesView {
    /// What can be done with each live place; empty when nothing can.
    pub places: Vec<PlaceActions>,
    /// All live places to another date; empty when there is one place only, or none can be moved.
    pub move_all_href: String,
    /// How each place of a date with a room and a screen takes part (SES-8); empty on any other.
    pub modes: Vec<ModeRow>,
    /// Until when another person can be named, where that is not the start (SUB-4); or empty.
    pub names_lock_words: String,
    /// Why a place cannot be moved here, when it cannot and might be expected to.
    pub not_moved_because: String,
    /// A change that waits for its difference.
    pub waiting: Option<WaitingView>,
    /// We moved the event, and the booker may choose.
    pub choice: Option<ChoiceView>,
    /// What has happened, a sentence each.
    pub history: Vec<String>,
    /// Where places went.
    pub moved_to: Vec<LinkView>,
    /// Where they came from.
    pub moved_from: Option<LinkView>,
}

/// What can be done with one place.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceActions {
    /// Who comes.
    pub name: String,
    /// Another person.
    pub name_href: String,
    /// Another date; empty when it cannot be moved.
    pub move_href: String,
}

/// A change that waits for its difference.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingView {
    /// "the move to another date".
    pub words: String,
    /// What is to be paid.
    pub amount: String,
    /// Until when, in words.
    pub until_words: String,
    /// RFC 3339.
    pub until: String,
    /// Its address; forms hang under it.
    pub base: String,
}

/// A link to another booking.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Its page.
    pub href: String,
    /// What people quote.
    pub reference: String,
    /// Its date in words.
    pub when_words: String,
}

/// Puts it together for the door the booking was opened by.
pub async fn changes_view(
    app: &App,
    open: &OpenBooking,
    (places, event): (&[place::Model], &EventDetails),
    now: Instant,
) -> Result<ChangesView, Unexpected> {
    let (db, booking) = (app.db.reader(), &open.booking);
    let confirmed = booking.state == BookingState::Confirmed.word();
    let has_begun = crate::bookings::event_facts::event_dates(event).is_none_or(|dates| now >= dates.started_from());
    let may_change = confirmed && !event.is_cancelled() && (!has_begun || open.by_officer);
    let while_it_may = async {
        if !may_change {
            return Ok(None);
        }
        let (modes, names_lock_words, may_move, choice) = tokio::try_join!(
            mode_rows(db, (places, event), &open.base, (open.by_officer, now)),
            lock_words_of(db, event, now),
            Box::pin(may_move(app, open, booking, event, now)),
            Box::pin(choice_view(db, (booking, event), &open.base, now)),
        )?;
        Ok::<_, Unexpected>(Some((modes, names_lock_words, may_move, choice)))
    };
    let (history, waiting, ways) = tokio::try_join!(
        Box::pin(history_of(db, booking.id, (places, open.by_officer), now)),
        async { Ok(find_waiting(db, booking.id).await?) },
        Box::pin(while_it_may),
    )?;
    let History { lines, moved_to, moved_from } = history;
    let link = |other: OtherBooking| link_view(app, open, other);
    let mut view = ChangesView {
        history: lines,
        moved_to: moved_to.into_iter().map(link).collect(),
        moved_from: moved_from.map(link),
        ..ChangesView::default()
    };
    view.waiting = waiting.filter(|change| now < change.waits_until).map(|change| waiting_view(&change, open));
    let Some((modes, names_lock_words, may_move, choice)) = ways else { return Ok(view) };
    view.choice = choice;
    if view.waiting.is_some() {
        return Ok(view);
    }
    (view.modes, view.names_lock_words) = (modes, names_lock_words);
    view.places = place_actions(places, &open.base, may_move.is_ok());
    if may_move.is_ok() && view.places.len() > 1 {
        view.move_all_href = format!("{}/move", open.base);
    }
    if event.course.is_some() {
        view.not_moved_because = may_move.err().unwrap_or_default();
    }
    Ok(view)
}

async fn may_move(
    app: &App,
    open: &OpenBooking,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<Result<(), String>, Unexpected> {
    if event.course.is_none() {
        return Ok(Err(String::new()));
    }
    match check_may_move(app.db.reader(), booking, event, open.by_officer, now).await {
        Ok(_) => Ok(Ok(())),
        Err(MovePlacesError::Unexpected(error)) => Err(error),
        Err(refusal) => Ok(Err(refusal.to_string())),
    }
}

fn place_actions(places: &[place::Model], base: &str, may_move: bool) -> Vec<PlaceActions> {
    let live =
        places.iter().filter(|place| place.state == BookingState::Confirmed.word() && !place.attendee_name.is_empty());
    live.map(|place| PlaceActions {
        name: place.attendee_name.clone(),
        name_href: format!("{base}/places/{}/attendee", place.position),
        move_href: if may_move { format!("{base}/move?place={}", place.position) } else { String::new() },
    })
    .collect()
}

fn waiting_view(change: &place_change::Model, open: &OpenBooking) -> WaitingView {
    WaitingView {
        words: change_words(change),
        amount: Pence::new(change.amount_pence).to_string(),
        until_words: held_words(change.waits_until),
        until: rfc3339_london(change.waits_until),
        base: format!("{}/changes/{}", open.base, change.id),
    }
}

/// The other booking by the same door: its own personal link, the booker's list, or the desk.
fn link_view(app: &App, open: &OpenBooking, other: OtherBooking) -> LinkView {
    let href = if open.by_officer {
        format!("/admin/bookings/{}", other.reference)
    } else if open.base.starts_with("/bookings/") {
        format!("/bookings/{}", other.reference)
    } else {
        let token = app.links.token(LinkPurpose::ManageBooking, other.booking_id, other.link_generation);
        format!("/manage/{token}")
    };
    LinkView { href, reference: other.reference, when_words: other.when_words }
}
