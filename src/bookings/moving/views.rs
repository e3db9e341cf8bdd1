//! Exactly what the page of a move may see.

use serde::Serialize;

use super::decide_move::{MovePreview, PlaceOnMove};
use super::move_places::MoveCase;
use super::other_dates::OtherDate;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::refund_policy::fourteen_day_words;
use crate::bookings::sale_panel::places_words;
use crate::events::EventView;
use crate::kernel::{Instant, Pence};
use crate::web::FormView;

/// The page: the dates to choose from, or one of them with what the move comes to.
#[derive(Serialize)]
pub struct MoveView {
    /// What people quote.
    pub reference: String,
    /// The booking's address.
    pub base: String,
    /// The date it is on.
    pub event: EventView,
    /// Who moves.
    pub people: Vec<String>,
    /// The place's number, or empty for all.
    pub place: String,
    /// Dates to choose from; empty when one is chosen.
    pub dates: Vec<DateView>,
    /// The date that was chosen.
    pub chosen: Option<ChosenView>,
    /// The form with an officer's reason.
    pub form: FormView,
    /// An officer acts.
    pub by_officer: bool,
}

/// One date to choose.
#[derive(Serialize)]
pub struct DateView {
    /// The preview of a move to it.
    pub href: String,
    /// "Friday 4 September 2026, 9:30am to 1:00pm (UK time)".
    pub when_words: String,
    /// "Online, by Zoom".
    pub place: String,
    /// "3 places left".
    pub left_words: String,
    /// "Same price", "£10 more", "£10 comes back".
    pub price_words: String,
    /// Fewer seats than are to move.
    pub is_full: bool,
    /// Its public page, where its waiting list is.
    pub page_href: String,
}

/// The chosen date and what the move comes to.
#[derive(Serialize)]
pub struct ChosenView {
    /// The other date.
    pub event: EventView,
    /// Sent back with the form.
    pub to: i64,
    /// Each place.
    pub lines: Vec<LineView>,
    /// To be paid first.
    pub due: String,
    /// Sent back with the form.
    pub due_pence: i64,
    /// Comes back.
    pub back: String,
    /// Sent back with the form.
    pub back_pence: i64,
    /// The refund rules after the move, with their days (REF-14).
    pub refund_words: Vec<String>,
}

/// One place of the move.
#[derive(Serialize)]
pub struct LineView {
    /// Who comes.
    pub name: String,
    /// "member price, as before".
    pub why: String,
    /// What it costs there.
    pub amount: String,
}

/// One date to choose; `query` names the place.
pub fn date_view(date: &OtherDate, base: &str, place: &str, now: Instant) -> DateView {
    let words = EventView::new(&date.event, now);
    let wanted = i32::try_from(date.preview.places.len()).unwrap_or(i32::MAX);
    let place_part = if place.is_empty() { String::new() } else { format!("&place={place}") };
    DateView {
        href: format!("{base}/move?to={}{place_part}", date.event.id),
        when_words: words.when_words,
        place: words.place_words,
        left_words: places_words(date.left),
        price_words: price_words(&date.preview),
        is_full: date.left < wanted,
        page_href: words.href,
    }
}

fn price_words(preview: &MovePreview) -> String {
    match (preview.due, preview.back) {
        (Pence::ZERO, Pence::ZERO) => "Nothing to pay".to_owned(),
        (due, Pence::ZERO) => format!("{due} more to pay"),
        (_, back) => format!("{back} comes back"),
    }
}

/// The chosen date.
pub fn chosen_view(case: &MoveCase, now: Instant) -> ChosenView {
    let preview = &case.preview;
    let is_free = preview.total().is_zero();
    let mut refund_words = if is_free { Vec::new() } else { case.terms_after.words(now) };
    if !is_free && case.terms_after.payer == PayerKind::Person {
        refund_words.push(fourteen_day_words(case.terms_after.booked_on));
    }
    ChosenView {
        event: EventView::new(&case.to, now),
        to: case.to.id.0,
        lines: preview.places.iter().map(line_view).collect(),
        due: preview.due.to_string(),
        due_pence: preview.due.get(),
        back: preview.back.to_string(),
        back_pence: preview.back.get(),
        refund_words,
    }
}

fn line_view(place: &PlaceOnMove) -> LineView {
    let price = place.price;
    LineView {
        name: place.attendee_name.clone(),
        why: match (price.due(), price.back()) {
            (Pence::ZERO, Pence::ZERO) if price.new.is_zero() => "Free, as before".to_owned(),
            (Pence::ZERO, Pence::ZERO) => format!("{}, paid already", capitalised(place.class)),
            (due, Pence::ZERO) => format!("{}; {} was paid, {due} more is due", capitalised(place.class), price.old),
            (_, back) => format!("{}; {} was paid, {back} comes back", capitalised(place.class), price.old),
        },
        amount: price.new.to_string(),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
