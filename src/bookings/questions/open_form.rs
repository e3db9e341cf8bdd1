//! The form of questions that somebody has open, by whichever door: what is asked of whom, and whether it can still be answered.

use entity::place;

use super::home::Home;
use super::queries::{Respondent, questions_of};
use super::question::{Question, QuestionScope};
use super::save_answers::SaveAnswersError;
use super::showing::{AskedOf, on_form};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::door::{Door, OpenBooking};
use crate::bookings::modes::seen_from;
use crate::bookings::needs;
use crate::bookings::pricing::PriceReason;
use crate::bookings::queries::find_booking;
use crate::bookings::show_place::open_place;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::web::{PageContext, PageError};

/// A form that somebody has open.
pub(super) struct OpenForm {
    /// Who answers.
    pub(super) who: Respondent,
    /// The generation of the link they came by.
    pub(super) generation: i32,
    /// The page the form belongs to.
    pub(super) base: String,
    /// The attendee; "" for a booking.
    pub(super) name: String,
    /// The booking's reference.
    pub(super) reference: String,
    /// The date.
    pub(super) event: EventDetails,
    questions: Vec<Question>,
    asked: AskedOf,
    is_live: bool,
}

impl OpenForm {
    /// The form behind a door: a booker's for the booking, or an attendee's for the one place that a link opens.
    pub(super) async fn find(app: &App, page: &PageContext, door: &Door) -> Result<Self, PageError> {
        match (door.open(app, page).await, door) {
            (Ok(open), _) => Self::of_booking(app, open).await,
            (Err(PageError::NotFound), Door::Link(token)) => Self::of_place(app, token).await,
            (Err(error), _) => Err(error),
        }
    }

    /// The questions on it.
    pub(super) fn form(&self) -> Vec<&Question> {
        on_form(&self.questions, self.asked)
    }

    /// Why nothing can be answered now, if so.
    pub(super) fn refusal(&self, now: Instant) -> Option<String> {
        if !self.is_live {
            Some(SaveAnswersError::NotBooked.to_string())
        } else if self.event.when.has_started(now) {
            Some(SaveAnswersError::Started.to_string())
        } else if self.form().is_empty() {
            Some("We have no questions about this date.".to_owned())
        } else {
            None
        }
    }

    /// Until when answers can be changed, in words.
    pub(super) fn until(&self) -> String {
        self.event.starts_at().map(date_and_time).unwrap_or_default()
    }

    async fn of_booking(app: &App, open: OpenBooking) -> Result<Self, PageError> {
        let OpenBooking { booking, base, .. } = open;
        let event = load_event(app.db.reader(), EventId(booking.event_id)).await?;
        Ok(Self {
            who: Respondent::Booking(booking.id),
            generation: booking.link_generation,
            asked: asked_of(app, &event, QuestionScope::Booking, false).await?,
            questions: questions_of(app.db.reader(), Home::Event(event.id)).await?,
            is_live: takes_a_place(&booking.state) && !event.is_cancelled(),
            name: String::new(),
            reference: booking.reference,
            base,
            event,
        })
    }

    async fn of_place(app: &App, token: &str) -> Result<Self, PageError> {
        let (place, event) = open_place(app, token, LinkPurpose::ManagePlace).await?;
        let booking = find_booking(app.db.reader(), place.booking_id).await?.ok_or(PageError::NotFound)?;
        Ok(Self {
            who: Respondent::Place(place.id),
            generation: place.link_generation,
            asked: asked_of(app, &seen_from(&place, &event), QuestionScope::Place, is_member_price(&place)).await?,
            questions: questions_of(app.db.reader(), Home::Event(event.id)).await?,
            is_live: takes_a_place(&place.state) && !event.is_cancelled(),
            name: place.attendee_name,
            reference: booking.reference,
            base: format!("/manage/{token}"),
            event,
        })
    }
}

/// A booking, or a place, in this state takes a seat.
pub(super) fn takes_a_place(state: &str) -> bool {
    BookingState::parse(state).is_some_and(BookingState::takes_a_place)
}

/// The place was sold at the member price.
pub(super) fn is_member_price(place: &place::Model) -> bool {
    place.price_reason == PriceReason::Member.word()
}

/// What showing depends on, for somebody at this date.
pub(super) async fn asked_of(
    app: &App,
    event: &EventDetails,
    scope: QuestionScope,
    member_price: bool,
) -> Result<AskedOf, Unexpected> {
    let serves_food = needs::care::find_care(app.db.reader(), event.id.0).await?.serves_food;
    Ok(asked_at(event, serves_food, scope, member_price))
}

/// What showing depends on, at this date.
pub(super) fn asked_at(event: &EventDetails, serves_food: bool, scope: QuestionScope, member_price: bool) -> AskedOf {
    AskedOf { scope, online: event.mode.has_online(), in_person: event.mode.has_room(), serves_food, member_price }
}
