//! Exactly what the templates of one date's desk may see.

use entity::{booking, place};
use serde::Serialize;

use super::state_tags::Tag;
use crate::bookings::booking_state::BookingState;
use crate::bookings::modes::mode_words;
use crate::bookings::needs::desk_part::AskedAtDesk;
use crate::bookings::organiser_move::views::DeskChangeView;
use crate::bookings::price_flags::PriceFlag;
use crate::bookings::pricing::place_why;
use crate::bookings::queries::money_words;
use crate::bookings::reminders::desk_part::ReminderRow;
use crate::bookings::running::desk_part::RunningView;
use crate::bookings::series::desk::SeriesAtDesk;
use crate::bookings::views::StateTag;
use crate::kernel::uk_time::{clock_time, london};
use crate::web::{FormView, Pagination};

/// The desk of one date.
#[derive(Serialize)]
pub struct DeskView {
    /// Its address; everything else hangs under it.
    pub base: String,
    /// Title.
    pub title: String,
    /// "Friday 4 September 2026, 9:30am to 1:00pm (UK time)".
    pub when: String,
    /// What there is to say against its days (TM-06), a sentence each.
    pub date_warnings: Vec<String>,
    /// Where it stands.
    pub state: Tag,
    /// Its public page, once it is on the site.
    pub public_href: Option<String>,
    /// Places and money in figures; none when it takes no bookings.
    pub figures: Option<Figures>,
    /// What waits for somebody, in sentences.
    pub waiting: Vec<String>,
    /// Places whose member price has lost its membership (ELG-8).
    pub price_flags: Vec<PriceFlag>,
    /// Everything set about it.
    pub facts: Vec<Fact>,
    /// The draft's way onto the site.
    pub publication: Option<Publication>,
    /// What became of a cancelled date.
    pub cancelled: Option<Cancelled>,
    /// What was changed after people had booked, the latest first.
    pub changes: Vec<DeskChangeView>,
    /// Reminders of the date.
    pub reminders: Vec<ReminderRow>,
    /// The page's bookings, newest first.
    pub bookings: Vec<BookingRow>,
    /// Pages of bookings.
    pub pages: Pagination,
    /// The form that copies it to another day.
    pub form: FormView,
    /// What this officer may do here.
    pub may: Powers,
    /// Questions, and what attendees need.
    pub asked: AskedAtDesk,
    /// Whether a date that needs a number of people runs (SES-7).
    pub running: Option<RunningView>,
    /// The series it is a date of, or the way to begin one (SES-6).
    pub series: Option<SeriesAtDesk>,
}

/// Places and money in figures.
#[derive(Serialize)]
pub struct Figures {
    /// Entries on the waiting list whose turn has not come.
    pub waiting: usize,
    /// Seats offered to somebody on it.
    pub offered: i32,
    /// Seats there are.
    pub capacity: i32,
    /// Places paid for, or free and confirmed.
    pub booked: i64,
    /// Places waiting for payment.
    pub held: i64,
    /// Places that can be booked.
    pub left: i32,
    /// Live places that nobody's name is on (GRP-3).
    pub unnamed: u64,
    /// What the places have brought in.
    pub income: String,
}

/// One thing set about a date.
#[derive(Serialize)]
pub struct Fact {
    /// What.
    pub label: &'static str,
    /// In words.
    pub value: String,
}

/// The way of a draft onto the site.
#[derive(Serialize)]
pub struct Publication {
    /// Why it would be announced only (SES-3); none when it can be sold.
    pub not_sold_because: Option<String>,
}

/// What became of a cancelled date.
#[derive(Serialize)]
pub struct Cancelled {
    /// When it was called off, in words.
    pub when: String,
    /// What attendees were told.
    pub reason: String,
    /// Bookings not yet cancelled and refunded.
    pub left: u64,
    /// Those that could not be cancelled when it was tried, each with why.
    pub failures: Vec<CancelFailureRow>,
}

/// A booking of a cancelled date that could not be cancelled yet.
#[derive(Serialize)]
pub struct CancelFailureRow {
    /// What people quote.
    pub reference: String,
    /// "Tried twice, last on Mon 1 Jun 2026, 9:30am: …".
    pub words: String,
}

/// What this officer may do at the desk; the routes guard themselves, this only spares dead ends.
#[derive(Clone, Copy, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
pub struct Powers {
    /// Change, copy, publish.
    pub manage_events: bool,
    /// Call off.
    pub manage_bookings: bool,
    /// Download the list for the door.
    pub export: bool,
    /// Follow bookings and refunds to their money.
    pub view_money: bool,
}

/// A booking in the desk's table.
#[derive(Serialize)]
pub struct BookingRow {
    /// What people quote.
    pub reference: String,
    /// Who booked.
    pub booker: String,
    /// Where the booker is written to.
    pub email: String,
    /// Its places.
    pub places: Vec<PlaceRow>,
    /// Where it stands.
    pub state: StateTag,
    /// "£140" or "Free".
    pub total: String,
    /// Who pays.
    pub payer: String,
    /// "Mon 1 Jun 2026, 9:30am".
    pub when: String,
    /// The treasurer's page of its charge, for those who may see it.
    pub charge_href: Option<String>,
}

/// A place in the desk's table.
#[derive(Serialize)]
pub struct PlaceRow {
    /// Who comes.
    pub name: String,
    /// "£90, standard price"; on a date with a room and a screen, how besides.
    pub price: String,
    /// Given up although the booking as a whole was not.
    pub is_cancelled: bool,
    /// Moved to another date.
    pub is_moved: bool,
}

impl BookingRow {
    /// A stored booking in words.
    pub fn new(booking: &booking::Model, places: &[place::Model], charge_href: Option<String>) -> Self {
        let is_wiped = booking.personal_data_wiped_at.is_some();
        Self {
            reference: booking.reference.clone(),
            booker: if is_wiped { "No longer kept".to_owned() } else { booking.booker_name.clone() },
            email: booking.booker_email.clone(),
            places: places.iter().map(|place| PlaceRow::new(place, &booking.state)).collect(),
            state: StateTag::of(&booking.state),
            total: money_words(booking.total_pence),
            payer: payer_words(booking),
            when: moment_words(booking.booked_at),
            charge_href,
        }
    }
}

impl PlaceRow {
    fn new(place: &place::Model, booking_state: &str) -> Self {
        let cancelled = BookingState::Cancelled.word();
        Self {
            name: if place.attendee_name.is_empty() { "Not named".to_owned() } else { place.attendee_name.clone() },
            price: match mode_words(place) {
                "" => price_words(place),
                mode => format!("{mode}, {}", price_words(place)),
            },
            is_cancelled: place.state == cancelled && booking_state != cancelled,
            is_moved: place.state == BookingState::Moved.word(),
        }
    }
}

fn price_words(place: &place::Model) -> String {
    match (place.price_pence, place_why(place)) {
        (0, why) if place.list_pence == 0 => why,
        (pence, why) => format!("{}, {why}", money_words(pence)),
    }
}

/// Who pays: the organisation by name, or the booker.
pub fn payer_words(booking: &booking::Model) -> String {
    booking.organisation_name.clone().unwrap_or_else(|| "The booker".to_owned())
}

/// "Mon 1 Jun 2026, 9:30am": short, for tables.
pub fn moment_words(at: crate::kernel::Instant) -> String {
    let wall = london(at);
    format!("{}, {}", wall.format("%a %-d %b %Y"), clock_time(wall.time()))
}
