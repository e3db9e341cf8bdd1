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
    /// It is paid by invoice: what the move costs or saves goes onto that (TRF-4).
    pub on_invoice: bool,
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
    /// Its public page.
    pub page_href: String,
    /// Where to wait for so many places on it, when it has none left; empty otherwise (TRF-2).
    pub waiting_href: String,
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

/// One date to choose; `place` names the place, or is empty for all.
pub fn date_view(date: &OtherDate, (base, place): (&str, &str), on_invoice: bool, now: Instant) -> DateView {
    let words = EventView::new(&date.event, now);
    let wanted = i32::try_from(date.preview.places.len()).unwrap_or(i32::MAX);
    let place_part = if place.is_empty() { String::new() } else { format!("&place={place}") };
    DateView {
        href: format!("{base}/move?to={}{place_part}", date.event.id),
        when_words: words.when_words,
        place: words.place_words,
        left_words: places_words(date.left),
        price_words: price_words(&date.preview, on_invoice),
        is_full: date.left < wanted,
        waiting_href: if date.left > 0 {
            String::new()
        } else {
            format!("{}/waiting-list/new?places={}", words.href, wanted.max(1))
        },
        page_href: words.href,
    }
}

fn price_words(preview: &MovePreview, on_invoice: bool) -> String {
    match (preview.due, preview.back) {
        (Pence::ZERO, Pence::ZERO) if on_invoice => "The same on the invoice".to_owned(),
        (due, Pence::ZERO) if on_invoice => format!("{due} more on the invoice"),
        (_, back) if on_invoice => format!("{back} less on the invoice"),
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
        lines: preview.places.iter().map(|place| line_view(place, case.on_invoice)).collect(),
        due: preview.due.to_string(),
        due_pence: preview.due.get(),
        back: preview.back.to_string(),
        back_pence: preview.back.get(),
        refund_words,
    }
}

fn line_view(place: &PlaceOnMove, on_invoice: bool) -> LineView {
    let price = place.price;
    LineView {
        name: place.attendee_name.clone(),
        why: match (price.due(), price.back()) {
            (Pence::ZERO, Pence::ZERO) if on_invoice && !price.new.is_zero() => {
                format!("{}, as before", capitalised(place.class))
            }
            (due, Pence::ZERO) if on_invoice && !due.is_zero() => {
                format!("{}; it was {}, {due} more goes onto the invoice", capitalised(place.class), price.old)
            }
            (_, back) if on_invoice && !back.is_zero() => {
                format!("{}; it was {}, {back} comes off the invoice", capitalised(place.class), price.old)
            }
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
