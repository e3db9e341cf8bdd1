//! The tiny model: two dates of a course, their bookings, money and waiting list in memory, moved by the product's pure rules and
//! nothing else.

use chrono::Duration;
use nairo::bookings::booking_state::{BookingEvent, BookingState, transition};
use nairo::bookings::hold::{PaymentMethod, held_until};
use nairo::bookings::refund_policy::{EventDates, RefundPolicy};
use nairo::kernel::{Instant, Pence, WorkingDays};
use nairo::payments::ledger_entry::Account;
use nairo::payments::refunds::RefundState;

use super::actions::Action;
use super::model_changes::person;
use super::model_list::WaitingList;
use super::model_money::{Money, Payment};

/// The date that is sold.
pub const HERE: usize = 0;
/// The other date of the course, to which places move.
pub const THERE: usize = 1;

/// A place: live or not, who comes, what it costs, what of that is still charged.
#[derive(Clone, Debug)]
pub struct Place {
    pub state: BookingState,
    pub name: String,
    pub price: Pence,
    pub charged: Pence,
}

/// A booking.
#[derive(Clone, Debug)]
pub struct Booking {
    /// The date it is for.
    pub date: usize,
    /// It came about by a move from the other one.
    pub was_moved: bool,
    pub state: BookingState,
    pub places: Vec<Place>,
    pub by_card: bool,
    pub booked_at: Instant,
    pub held_until: Instant,
    /// When the hold ended unpaid.
    pub expired_at: Option<Instant>,
    /// Its people are forgotten, so that late money cannot bring it back (HLD-11).
    pub is_forgotten: bool,
    pub total: Pence,
}

/// One date.
#[derive(Clone, Debug)]
pub struct Date {
    pub capacity: usize,
    pub dates: EventDates,
    pub is_called_off: bool,
}

/// Two dates with everything about them.
#[derive(Clone, Debug)]
pub struct Model {
    pub dates: [Date; 2],
    pub price: Pence,
    pub policy: RefundPolicy,
    pub now: Instant,
    pub bookings: Vec<Booking>,
    pub money: Money,
    /// The waiting list of the date that is sold.
    pub list: WaitingList,
    /// How many places have gone to somebody else.
    pub substitutions: usize,
}

impl Model {
    /// Applies a step. False: it was refused, or there was nothing to do.
    pub fn apply(&mut self, action: Action) -> bool {
        let of = |number: u8| usize::from(number) % self.bookings.len().max(1);
        if self.bookings.is_empty() && !matches!(action, Action::Book { .. } | Action::Wait { .. }) {
            return false;
        }
        let is_done = match action {
            Action::Book { places, by_card } => self.book(usize::from(places), by_card),
            Action::PayByCard { booking } => self.pay_by_card(of(booking)),
            Action::Transfer { booking } => self.transfer(of(booking), self.bookings[of(booking)].total),
            Action::TransferSome { booking, pence } => self.transfer(of(booking), Pence::new(pence.into())),
            Action::CancelOne { booking } => self.cancel_by_booker(of(booking), false),
            Action::CancelAll { booking } => self.cancel_by_booker(of(booking), true),
            Action::Wait { hours } => self.wait(Duration::hours(hours.into())),
            Action::RefundsFail(fail) => {
                self.money.refunds_fail = fail;
                true
            }
            Action::PayByHand => {
                self.money.pay_by_hand();
                true
            }
            Action::DisputeOpens { booking } => self.dispute_opens(of(booking)),
            Action::DisputeEnds { booking, won } => self.dispute_ends(of(booking), won),
            Action::Goodwill { booking, pence } => self.goodwill(of(booking), Pence::new(pence.into())),
            Action::CallOff => self.call_off(),
            Action::Move { booking } => self.move_all(of(booking)),
            Action::Substitute { booking } => self.substitute(of(booking)),
            Action::Join { places, all_together } => self.join(places.into(), all_together),
            Action::TakeOffer { entry } => self.take_offer(entry.into()),
            Action::LeaveList { entry } => self.leave_list(entry.into()),
        };
        self.tend();
        is_done
    }

    /// Live places of a date.
    pub fn live(&self, date: usize) -> usize {
        let of_date = self.bookings.iter().filter(|one| one.date == date);
        of_date.flat_map(|one| &one.places).filter(|place| place.state.takes_a_place()).count()
    }

    /// Seats taken of a date: by live places, and by offers.
    pub fn taken(&self, date: usize) -> usize {
        self.live(date) + if date == HERE { self.list.offered() } else { 0 }
    }

    /// Seats that nobody has.
    pub(super) fn free(&self, date: usize) -> usize {
        self.dates[date].capacity - self.taken(date)
    }

    /// Seats for sale: none while anybody waits (D5).
    fn for_sale(&self) -> usize {
        if self.list.keeps_public_out > 0 { 0 } else { self.free(HERE) }
    }

    pub(super) fn has_started(&self, date: usize) -> bool {
        self.now >= self.dates[date].dates.started_from()
    }

    /// Bookings for a date are open. Time passes in whole hours, so that closing an hour before the start is never met.
    pub(super) fn is_open(&self, date: usize) -> bool {
        !self.dates[date].is_called_off && !self.has_started(date)
    }

    /// What is still owed for a booking; below zero the payer is owed.
    pub fn owed(&self, booking: usize) -> Pence {
        let charged: Pence = self.bookings[booking].places.iter().map(|place| place.charged).sum();
        charged - self.money.set_against(booking) + self.given_twice(booking)
    }

    /// What a bank took back although it had gone back already.
    fn given_twice(&self, booking: usize) -> Pence {
        self.money.given_twice.get(&booking).copied().unwrap_or_default()
    }

    fn book(&mut self, places: usize, by_card: bool) -> bool {
        let is_in_time = self.dates[HERE].dates.started_from() - self.now > Duration::days(7);
        if !self.is_open(HERE) || places > self.for_sale() || !(by_card || is_in_time) {
            return false;
        }
        self.hold(places, by_card);
        true
    }

    /// Writes a held booking for people named by its number.
    pub(super) fn hold(&mut self, places: usize, by_card: bool) {
        let method = if by_card { PaymentMethod::Card } else { PaymentMethod::BankTransfer };
        let number = self.bookings.len();
        let place = |at: usize| Place {
            state: BookingState::Held,
            name: person(number, at),
            price: self.price,
            charged: self.price,
        };
        let places: Vec<Place> = (1..=places).map(place).collect();
        let total: Pence = places.iter().map(|place| place.price).sum();
        self.money.post(Account::Receivable, Account::DeferredIncome, total);
        let starts = self.dates[HERE].dates.started_from();
        self.bookings.push(Booking {
            date: HERE,
            was_moved: false,
            state: BookingState::Held,
            places,
            by_card,
            booked_at: self.now,
            held_until: held_until(&WorkingDays::shipped(), method, self.now, Some(starts)),
            expired_at: None,
            is_forgotten: false,
            total,
        });
    }

    fn pay_by_card(&mut self, number: usize) -> bool {
        let booking = &self.bookings[number];
        let is_asked =
            booking.state == BookingState::Held && booking.by_card && self.money.set_against(number).is_zero();
        if !is_asked || self.dates[booking.date].is_called_off {
            return false;
        }
        let payment = self.money.receive(number, true, self.bookings[number].total);
        self.settle(number, payment);
        true
    }

    fn transfer(&mut self, number: usize, amount: Pence) -> bool {
        if amount <= Pence::ZERO {
            return false;
        }
        let payment = self.money.receive(number, false, amount);
        self.settle(number, payment);
        true
    }

    /// What arriving money buys (HLD-5 to HLD-7).
    fn settle(&mut self, number: usize, payment: usize) {
        let amount = self.money.payments[payment].amount;
        let can_happen = self.is_open(self.bookings[number].date);
        let state = self.bookings[number].state;
        let is_late_and_fits = state == BookingState::Expired
            && !self.bookings[number].is_forgotten
            && amount >= self.bookings[number].total
            && self.lapsed(number).count() <= self.free(HERE);
        match state {
            BookingState::Held if can_happen => {}
            BookingState::Expired if can_happen && is_late_and_fits => self.charge_again(number),
            BookingState::Confirmed => {}
            _ => return self.money.refund_unused(payment, amount, self.now),
        }
        let set = std::cmp::min(amount, std::cmp::max(self.owed(number), Pence::ZERO));
        self.money.set(payment, number, set);
        if self.owed(number) <= Pence::ZERO {
            if state != BookingState::Confirmed {
                self.mark(number, BookingEvent::Settled);
            }
            self.money.refund_unused(payment, amount - set, self.now);
        } else if state == BookingState::Confirmed {
            self.money.refund_unused(payment, amount - set, self.now);
        }
    }

    /// The places that went with the hold; one that had been cancelled before does not come back (HLD-7).
    fn lapsed(&self, number: usize) -> impl Iterator<Item = &Place> {
        self.bookings[number].places.iter().filter(|place| place.state == BookingState::Expired)
    }

    fn charge_again(&mut self, number: usize) {
        let total = self.lapsed(number).map(|place| place.price).sum();
        for place in self.bookings[number].places.iter_mut().filter(|place| place.state == BookingState::Expired) {
            place.charged = place.price;
        }
        self.money.post(Account::Receivable, Account::DeferredIncome, total);
    }

    /// Moves the booking and all its places that stood with it.
    pub(super) fn mark(&mut self, number: usize, event: BookingEvent) {
        let booking = &mut self.bookings[number];
        let to = transition(booking.state, event).unwrap_or_else(|refused| panic!("{refused}"));
        for place in booking.places.iter_mut().filter(|place| place.state == booking.state) {
            place.state = to;
        }
        booking.state = to;
    }

    pub(super) fn credit(&mut self, number: usize, place: usize, amount: Pence) {
        let place = &mut self.bookings[number].places[place];
        let credited = std::cmp::min(amount, place.charged);
        place.charged -= credited;
        self.money.post(Account::DeferredIncome, Account::Receivable, credited);
    }

    /// Asks for what is set against the booking beyond what it owes.
    pub(super) fn return_overpaid(&mut self, number: usize) -> Pence {
        let overpaid = -self.owed(number);
        if overpaid > Pence::ZERO { self.money.refund_set(number, overpaid, self.now) } else { Pence::ZERO }
    }

    /// Everything that must hold after every step (R5).
    pub fn check(&self) {
        for (at, date) in self.dates.iter().enumerate() {
            assert!(self.taken(at) <= date.capacity, "sold beyond capacity");
        }
        assert!(self.money.sum_of_all().is_zero(), "the postings do not add up to nothing");
        for booking in &self.bookings {
            let live = booking.places.iter().filter(|place| place.state.takes_a_place()).count();
            assert_eq!(live > 0, booking.state.takes_a_place(), "{booking:?}");
            assert!(booking.places.iter().all(|place| !place.state.takes_a_place() || place.state == booking.state));
        }
        let came_in: Pence = self.money.payments.iter().map(|one| one.amount).sum();
        let kept: Pence = self.money.payments.iter().map(Payment::kept).sum();
        let refunded = self.money.refunds_in(&[RefundState::Succeeded]);
        let pending: Vec<RefundState> =
            RefundState::STANDING.into_iter().filter(|state| *state != RefundState::Succeeded).collect();
        let owed_back = self.money.refunds_in(&pending);
        let unused = -self.money.held(Account::OnAccount);
        let twice: Pence = self.money.given_twice.values().sum();
        assert_eq!(came_in + twice, kept + refunded + owed_back + unused + self.money.reversed, "{self:#?}");
        assert_eq!(owed_back, -self.money.held(Account::RefundsPayable));
        let cash = self.money.held(Account::Bank) + self.money.held(Account::StripeClearing);
        assert_eq!(cash, came_in - refunded - self.money.reversed, "what lies in bank and processor");
        let owed: Pence = (0..self.bookings.len()).map(|number| self.owed(number)).sum();
        assert_eq!(owed, self.money.held(Account::Receivable), "what is owed, booking by booking and in the books");
    }
}
