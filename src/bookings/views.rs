//! Exactly what the booking templates may see.

use chrono::Duration;
use entity::{booking, place};
use serde::Serialize;

pub use super::bank_view::BankView;
use super::booking_state::BookingState;
use super::cancellation::CancellationPreview;
use super::place_change::views::ChangesView;
use super::pricing::PriceReason;
use super::queries::{money_words, state_kind};
use super::questions::views::AskedView;
use super::refund_policy::RefundReason;
use crate::events::EventView;
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::{Instant, Pence};
use crate::web::FormView;

/// A state as the `tag` component shows it.
#[derive(Clone, Debug, Serialize)]
pub struct StateTag {
    /// In words.
    pub label: &'static str,
    /// The tag's kind.
    pub kind: &'static str,
}

impl StateTag {
    /// The tag of a stored state.
    pub fn of(word: &str) -> Self {
        let state = BookingState::parse(word).unwrap_or(BookingState::Cancelled);
        Self { label: state.label(), kind: state_kind(state) }
    }
}

/// One place on the booking page.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// Who comes.
    pub name: String,
    /// Where their mail goes.
    pub email: String,
    /// State.
    pub state: StateTag,
    /// "£90" or "Free".
    pub price: String,
    /// Why this price.
    pub why: &'static str,
    /// Its cancellation page, or empty.
    pub cancel_href: String,
}

/// The booking page: the database's truth.
#[derive(Clone, Debug, Serialize)]
pub struct BookingView {
    /// What people quote.
    pub reference: String,
    /// Where its forms post to.
    pub base: String,
    /// The event in words.
    pub event: EventView,
    /// "held", "confirmed", "expired" or "cancelled".
    pub state: String,
    /// The tag.
    pub tag: StateTag,
    /// Its places.
    pub places: Vec<PlaceView>,
    /// "£140" or "Free".
    pub total: String,
    /// What of it is still to be paid.
    pub due: String,
    /// Who pays, in words.
    pub payer: String,
    /// Nothing is due.
    pub is_free: bool,
    /// To be paid by bank transfer.
    pub by_bank: bool,
    /// RFC 3339, while held.
    pub held_until: String,
    /// The same in words.
    pub held_words: String,
    /// The payer has just come back, so the page looks again by itself.
    pub just_returned: bool,
    /// The event is over or has begun: nothing can be cancelled here.
    pub can_cancel: bool,
    /// The refund policy with its days.
    pub refund_words: Vec<String>,
    /// Money in sentences: what was paid, what is on its way back.
    pub money: Vec<String>,
    /// Bank details to pay to.
    pub bank: Option<BankView>,
    /// The event can still be booked, for a booking that expired.
    pub book_again: Option<String>,
    /// Other people, other dates, and what we changed ourselves.
    pub changes: ChangesView,
    /// The booking's own questions.
    pub asked: AskedView,
}

/// The places as the page shows them; `base` is the booking's address, `can_cancel` adds the links.
pub fn place_views(places: &[place::Model], base: &str, can_cancel: bool) -> Vec<PlaceView> {
    places
        .iter()
        .map(|place| {
            let confirmed = place.state == BookingState::Confirmed.word();
            PlaceView {
                name: place.attendee_name.clone(),
                email: place.attendee_email.clone(),
                state: StateTag::of(&place.state),
                price: money_words(place.price_pence),
                why: PriceReason::label(&place.price_reason),
                cancel_href: if can_cancel && confirmed {
                    format!("{base}/cancellation?place={}", place.position)
                } else {
                    String::new()
                },
            }
        })
        .collect()
}

/// The last moment a hold is good for, in words: "Monday 1 June 2026 at 10:40am (UK time)"; a hold to midnight names the day before.
pub fn held_words(until: Instant) -> String {
    date_and_time(until - Duration::microseconds(1))
}

/// RFC 3339 of a hold's end, or empty.
pub fn held_moment(booking: &booking::Model) -> String {
    booking.held_until.map(rfc3339_london).unwrap_or_default()
}

/// One line of the cancellation preview.
#[derive(Clone, Debug, Serialize)]
pub struct RefundLine {
    /// Who was to come.
    pub name: String,
    /// "Paid £90, all of it comes back".
    pub why: String,
    /// What comes back.
    pub amount: String,
}

/// The cancellation page.
#[derive(Clone, Debug, Serialize)]
pub struct CancellationView {
    /// What people quote.
    pub reference: String,
    /// The booking's address.
    pub base: String,
    /// The event in words.
    pub event: EventView,
    /// The form with the reason.
    pub form: FormView,
    /// Each place.
    pub lines: Vec<RefundLine>,
    /// The sum.
    pub total: String,
    /// The sum in pence, sent back with the form (REF-7).
    pub total_pence: i64,
    /// What was paid for these places, sent back as well: the money may arrive while the page is open.
    pub paid_pence: i64,
    /// Something comes back.
    pub has_refund: bool,
    /// Why not all of it, or until when; a sentence.
    pub explanation: String,
    /// "Refunded to the card that paid".
    pub goes_to: &'static str,
    /// The place's number in the booking, or empty for all.
    pub place: String,
    /// Nothing was paid yet.
    pub is_held: bool,
    /// One place only.
    pub is_part: bool,
}

/// The lines of a preview in words.
pub fn refund_lines(preview: &CancellationPreview) -> Vec<RefundLine> {
    preview
        .places
        .iter()
        .map(|place| RefundLine {
            name: place.attendee_name.clone(),
            why: match (place.paid, place.percent) {
                (Pence::ZERO, _) => "Nothing was paid for this place".to_owned(),
                (paid, _) if place.refund < place.credited => {
                    format!("{paid} was paid, of which {} has been taken back already", place.credited - place.refund)
                }
                (paid, 100) => format!("{paid} was paid, all of it comes back"),
                (paid, 0) => format!("{paid} was paid, none of it comes back"),
                (paid, percent) => format!("{paid} was paid, {percent}% comes back"),
            },
            amount: place.refund.to_string(),
        })
        .collect()
}

/// Why the preview says what it says, in one sentence (REF-22: who to ask is on the page).
pub fn explanation(preview: &CancellationPreview, last_day: Option<String>) -> String {
    match (preview.reason, last_day) {
        (RefundReason::InTime, _) => "You are in time for the refund that the policy promises.".to_owned(),
        (RefundReason::CalledOff, _) => "We have called this date off, so everything comes back.".to_owned(),
        (RefundReason::MovedByUs, _) => {
            "We have moved this date, so everything comes back if you cancel now.".to_owned()
        }
        (RefundReason::FourteenDays, _) => {
            "You pay for yourself and are within 14 days of booking, so everything comes back.".to_owned()
        }
        (RefundReason::TooLate, Some(day)) => {
            format!(
                "The last day for a refund has passed: it was possible {day}. You can still cancel so that somebody else can have the place."
            )
        }
        (RefundReason::TooLate, None) => "The last day for a refund has passed.".to_owned(),
        (RefundReason::Chosen, _) => "An officer decides what comes back.".to_owned(),
        (RefundReason::Started, _) => "The event has started, so places can no longer be cancelled here.".to_owned(),
    }
}

/// One row of the booking form.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// Counted from 1 on the page.
    pub n: usize,
    /// The number in the field names.
    pub number: usize,
    /// The price of this row.
    pub price: String,
    /// In pence, for the live basket.
    pub price_pence: i64,
    /// Why this price.
    pub why: &'static str,
}

/// The booking form's page.
#[derive(Clone, Debug, Serialize)]
pub struct NewBookingView {
    /// The event in words.
    pub event: EventView,
    /// The form.
    pub form: FormView,
    /// The signed-in booker's own row, when they come too.
    pub me: Option<MeView>,
    /// The signed-in booker, whether or not they come.
    pub booker: Option<MeView>,
    /// Everybody else.
    pub rows: Vec<RowView>,
    /// "2 places".
    pub count: String,
    /// What they come to.
    pub total: String,
    /// Anyone's price.
    pub standard: String,
    /// In pence.
    pub standard_pence: i64,
    /// Most places in one booking.
    pub max_places: i32,
    /// Places left, in words.
    pub places_left_words: String,
    /// Nobody pays.
    pub is_free: bool,
    /// Members' event: only the signed-in member's own place.
    pub members_only: bool,
    /// Card payment is possible.
    pub by_card: bool,
    /// Bank transfer is possible.
    pub by_bank: bool,
    /// There is a lower price for members.
    pub has_member_price: bool,
    /// The box of CO-06 must be shown.
    pub asks_start_now: bool,
    /// The refund policy with its days.
    pub refund_words: Vec<String>,
    /// The person's own 14 days in a sentence.
    pub fourteen_days: String,
    /// The terms, sanitised HTML.
    pub terms_html: String,
    /// Makes a double submit one booking.
    pub idempotency_key: String,
}

/// The signed-in booker on the form.
#[derive(Clone, Debug, Serialize)]
pub struct MeView {
    /// Full name.
    pub name: String,
    /// Primary address.
    pub email: String,
    /// The price of their own place.
    pub price: String,
    /// In pence.
    pub price_pence: i64,
    /// Why this price.
    pub why: &'static str,
}
