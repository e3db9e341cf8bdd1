//! Exactly what the templates of a waiting list may see.

use serde::Serialize;

use super::wish::WishChoice;
use crate::bookings::views::StateTag;
use crate::events::EventView;
use crate::web::FormView;

/// A number of places to choose.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesChoice {
    /// The number.
    pub value: String,
    /// In words.
    pub label: String,
}

/// Another date of the same course that can be booked (WTL-11).
#[derive(Clone, Debug, Serialize)]
pub struct OtherDate {
    /// Its page.
    pub href: String,
    /// When, in words.
    pub when: String,
    /// Where, in words.
    pub place: String,
    /// "3 places left".
    pub places: String,
}

/// The page with which one joins.
#[derive(Clone, Debug, Serialize)]
pub struct JoinView {
    /// The event in words.
    pub event: EventView,
    /// The form.
    pub form: FormView,
    /// How many places can be waited for.
    pub choices: Vec<PlacesChoice>,
    /// Which kind can be waited for; nothing on a date of one kind (SES-8).
    pub wishes: Vec<WishChoice>,
    /// More than one can.
    pub is_for_several: bool,
    /// There are other dates, or may be.
    pub is_of_course: bool,
    /// Other dates of the course.
    pub others: Vec<OtherDate>,
    /// The course's page, when the event has one on the site.
    pub course_href: Option<String>,
}

/// Seats an entry can book now.
#[derive(Clone, Debug, Serialize)]
pub struct Bookable {
    /// "offer", "first_come" or "late".
    pub kind: &'static str,
    /// "2 places".
    pub seats: String,
    /// One seat.
    pub is_one: bool,
    /// Fewer than were asked for.
    pub is_fewer: bool,
    /// Until when they are kept, in words; empty when they are kept for nobody.
    pub until: String,
    /// RFC 3339 of the same, or empty.
    pub until_at: String,
    /// The booking form.
    pub href: String,
}

/// An entry's own page.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The address its forms post under.
    pub base: String,
    /// The event in words.
    pub event: EventView,
    /// Who waits.
    pub name: String,
    /// "2 places".
    pub asked: String,
    /// One place.
    pub is_one: bool,
    /// Two or more, all or none.
    pub all_together: bool,
    /// "waiting", "offered", "taken", "declined", "expired", "withdrawn", "closed".
    pub state: &'static str,
    /// The tag.
    pub tag: StateTag,
    /// "about 3rd", when officers let it be seen.
    pub position: Option<String>,
    /// What can be booked now.
    pub bookable: Option<Bookable>,
    /// The entry is still on the list.
    pub is_open: bool,
    /// It has ended and one click joins again.
    pub can_return: bool,
    /// The form to ask for another number; none when it no longer waits.
    pub form: Option<FormView>,
    /// How many places can be waited for.
    pub choices: Vec<PlacesChoice>,
    /// Which kind can be waited for; nothing on a date of one kind (SES-8).
    pub wishes: Vec<WishChoice>,
    /// There are other dates, or may be.
    pub is_of_course: bool,
    /// A place on another date ends the entry (WTL-11).
    pub leaves_for_other_date: bool,
    /// Other dates of the course.
    pub others: Vec<OtherDate>,
}

/// The page that asks before an offer is declined or the list left.
#[derive(Clone, Debug, Serialize)]
pub struct GiveUpView {
    /// The entry's own page.
    pub base: String,
    /// Where the form posts to.
    pub action: String,
    /// The event in words.
    pub event: EventView,
    /// "2 places".
    pub asked: String,
    /// Declines an offer; else leaves the list.
    pub is_offer: bool,
}

/// One entry on the officers' page.
#[derive(Clone, Debug, Serialize)]
pub struct DeskEntry {
    /// Row id, for the forms.
    pub id: i64,
    /// Where it stands among those who wait, or 0.
    pub turn: usize,
    /// Who waits.
    pub name: String,
    /// Where we write to.
    pub email: String,
    /// "3 places, together".
    pub asked: String,
    /// When they joined.
    pub joined: String,
    /// The tag.
    pub tag: StateTag,
    /// What else is to be known: until when it is offered, or since when it has ended.
    pub note: String,
    /// The priority's number.
    pub priority: i32,
    /// The priority in words.
    pub priority_words: &'static str,
    /// Its turn has not come.
    pub is_waiting: bool,
    /// It can be removed.
    pub is_open: bool,
    /// It can be offered a seat at once.
    pub can_offer: bool,
}

/// What became of the offers of a list (REP-4).
#[derive(Clone, Debug, Serialize)]
pub struct OffersView {
    /// Offers made.
    pub made: i64,
    /// Not answered yet.
    pub open: i64,
    /// Booked.
    pub taken: i64,
    /// Declined.
    pub declined: i64,
    /// Run out unanswered.
    pub expired: i64,
    /// Ended with the list or the entry.
    pub withdrawn: i64,
    /// "67 %", of those that were taken, declined or ran out; a dash before the first of them.
    pub rate: String,
}

/// The officers' page of one list.
#[derive(Clone, Debug, Serialize)]
pub struct DeskListView {
    /// The date's desk.
    pub event_base: String,
    /// This page.
    pub base: String,
    /// The event's title.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// How many wait.
    pub waiting: usize,
    /// How many have an offer.
    pub offered: usize,
    /// Seats that are free and offered to nobody.
    pub free: i32,
    /// What became of the offers; none before the first.
    pub offers: Option<OffersView>,
    /// How seats are handed out now, in a sentence.
    pub handing: String,
    /// Why free seats are neither taken nor for sale, in a sentence; or empty.
    pub stuck: String,
    /// People see about where they stand.
    pub shows_position: bool,
    /// Still on the list.
    pub open: Vec<DeskEntry>,
    /// No longer on it.
    pub ended: Vec<DeskEntry>,
    /// The officer may change it.
    pub may_manage: bool,
}
