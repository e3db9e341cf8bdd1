//! What the model does when places move to the other date, or go to somebody else.

use nairo::bookings::booking_state::{BookingEvent, BookingState};
use nairo::bookings::moving::may_move::MoveFacts;
use nairo::kernel::Pence;
use nairo::payments::ledger_entry::Account;

use super::model::{Booking, Model, Place, THERE};

impl Model {
    /// A move costs nothing and gives nothing back: all is paid, by one payment that nobody questions, at the price of both dates.
    /// Others are not asked for; what they would cost has tests of its own.
    pub fn is_plain(&self, number: usize) -> bool {
        let Some(booking) = self.bookings.get(number) else { return false };
        let live = booking.places.iter().filter(|place| place.state.takes_a_place());
        let mut payments = self.money.payments.iter().filter(|one| one.booking == number);
        let is_one = payments.next().is_some_and(|one| !one.was_disputed) && payments.next().is_none();
        is_one
            && self.owed(number).is_zero()
            && live.clone().all(|place| (place.price, place.charged) == (self.price, self.price))
    }

    /// Moves all that is live to the other date (TRF-1, TRF-2): the seats there first, then the money carried across.
    pub(super) fn move_all(&mut self, number: usize) -> bool {
        let booking = self.bookings[number].clone();
        let live: Vec<usize> =
            (0..booking.places.len()).filter(|at| booking.places[*at].state.takes_a_place()).collect();
        let facts = MoveFacts {
            dates: self.dates[booking.date].dates,
            moved_before: booking.was_moved,
            is_disputed: self.is_disputed(number),
            has_choice: false,
            by_officer: false,
        };
        let may = booking.state == BookingState::Confirmed
            && !self.dates[booking.date].is_called_off
            && facts.check(self.now).is_ok();
        if !may || !self.is_plain(number) || !self.is_open(THERE) || live.len() > self.free(THERE) {
            return false;
        }
        let total: Pence = live.iter().map(|at| booking.places[*at].price).sum();
        for at in &live {
            self.credit(number, *at, self.price);
        }
        self.money.post(Account::Receivable, Account::DeferredIncome, total);
        let to = self.bookings.len();
        let payment = (0..self.money.payments.len()).find(|at| self.money.payments[*at].booking == number);
        self.money.carry(payment.expect("it is plain"), (number, to), total);
        self.mark(number, BookingEvent::Moved);
        let places = live.iter().map(|at| booking.places[*at].clone());
        let places: Vec<Place> = places.map(|place| Place { charged: place.price, ..place }).collect();
        self.bookings.push(Booking {
            date: THERE,
            was_moved: true,
            state: BookingState::Confirmed,
            places,
            total,
            ..booking
        });
        true
    }

    /// The first live place goes to somebody else (SUB-1): free, until the start.
    pub(super) fn substitute(&mut self, number: usize) -> bool {
        let booking = &self.bookings[number];
        if booking.state != BookingState::Confirmed || !self.is_open(booking.date) {
            return false;
        }
        self.substitutions += 1;
        let name = stand_in(self.substitutions);
        let mut places = self.bookings[number].places.iter_mut();
        places.find(|place| place.state.takes_a_place()).expect("a confirmed booking has a live place").name = name;
        true
    }
}

/// Who comes instead.
pub fn stand_in(number: usize) -> String {
    format!("Stand In {number}")
}

/// Who comes on a place of a booking at first.
pub fn person(booking: usize, place: usize) -> String {
    format!("Person {booking} {place}")
}
