//! Exactly what the booking templates may see.

use std::collections::BTreeMap;

use chrono::Duration;
use entity::{place, place_invitation};
use serde::Serialize;

use super::accepted_terms::AcceptedTerms;
use super::booking_state::BookingState;
use super::discounts::form_prices::PricingView;
use super::groups::other_places::OtherPlaces;
use super::groups::place_status::{PlaceStatus, place_name};
use super::groups::views::NamesPanel;
use super::joining::views::JoinView;
use super::modes::{ModesView, mode_label};
use super::place_change::views::ChangesView;
use super::pricing::place_why;
use super::queries::{money_words, state_kind};
use super::questions::views::AskedView;
use super::series::booking_part::SeriesPart;
use super::waiting_list::booking_part::WaitingPart;
use crate::events::EventView;
use crate::kernel::Instant;
use crate::kernel::uk_time::date_and_time;
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
    pub why: String,
    /// "In the room"; empty on a date of one kind (SES-8).
    pub mode: &'static str,
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
    /// To be paid by invoice: how it stands.
    pub invoice: Option<super::invoicing::InvoiceOnBooking>,
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
    /// The terms it was made under; none where nothing is to be paid.
    pub accepted: Option<AcceptedTerms>,
    /// Money in sentences: what was paid, what is on its way back.
    pub money: Vec<String>,
    /// Where its receipt is, or empty.
    pub receipt: String,
    /// Bank details to pay to.
    pub bank: Option<BankView>,
    /// The event can still be booked, for a booking that expired.
    pub book_again: Option<String>,
    /// What a group lacks; none when every place has a name.
    pub names: Option<NamesPanel>,
    /// The booking's own questions.
    pub asked: AskedView,
    /// Other people, other dates, and what we changed ourselves.
    pub changes: ChangesView,
    /// The dates of a series that were booked with it (SES-6).
    pub series: Option<SeriesPart>,
}

/// Where a transfer goes.
#[derive(Clone, Debug, Serialize)]
pub struct BankView {
    /// Account name.
    pub name: String,
    /// Sort code.
    pub sort_code: String,
    /// Account number.
    pub account: String,
}

/// The places as the page shows them; `base` is the booking's address, `can_cancel` adds the links.
pub fn place_views(
    places: &[place::Model],
    invitations: &BTreeMap<i64, place_invitation::Model>,
    base: &str,
    can_cancel: bool,
) -> Vec<PlaceView> {
    places
        .iter()
        .map(|place| {
            let confirmed = place.state == BookingState::Confirmed.word();
            let status = PlaceStatus::of(place, invitations.get(&place.id));
            PlaceView {
                name: place_name(place),
                email: if place.folded_name.is_empty() { status.note() } else { place.attendee_email.clone() },
                state: status.tag().unwrap_or_else(|| StateTag::of(&place.state)),
                price: money_words(place.price_pence),
                why: place_why(place),
                mode: mode_label(place),
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
    pub why: String,
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
    /// How many places are to be named later (GRP-1).
    pub unnamed: usize,
    /// The booker's own places on this date and at this time (DUP-1, DUP-2).
    pub other_places: OtherPlaces,
    /// "2 places".
    pub count: String,
    /// Total, code, early price.
    pub pricing: PricingView,
    /// Joining as well; none for members and where members pay no less.
    pub join: Option<JoinView>,
    /// Most places in one booking.
    pub max_places: i32,
    /// Places left, in words.
    pub places_left_words: String,
    /// In the room or online, with what is left of each; none on a date of one kind (SES-8).
    pub modes: Option<ModesView>,
    /// Whose seats the form is for, and who of the group waits.
    pub waiting: WaitingPart,
    /// Nobody pays.
    pub is_free: bool,
    /// The form has a field for a code.
    pub asks_code: bool,
    /// Every place is taken, and the code books past the last one (ELG-12).
    pub goes_past: bool,
    /// Members' event: only the signed-in member's own place.
    pub members_only: bool,
    /// Card payment is possible.
    pub by_card: bool,
    /// Bank transfer is possible.
    pub by_bank: bool,
    /// An organisation may pay by invoice.
    pub invoice: Option<super::invoicing::InvoiceOffer>,
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
    pub why: String,
    /// What they should know when their membership ends before the event (ELG-5); or empty.
    pub renewal_words: String,
}
