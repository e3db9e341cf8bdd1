//! What the model does when somebody cancels, waits, disputes, is given goodwill, or calls off.

use chrono::Duration;
use nairo::bookings::booking_state::{BookingEvent, BookingState};
use nairo::bookings::cancellation::{LivePlace, Standing, preview};
use nairo::bookings::refund_policy::{PayerKind, RefundDecision, RefundReason};
use nairo::bookings::refund_terms::{PolicyDates, RefundTerms};
use nairo::bookings::self_service_gate::{ChangeRefused, GateFacts, may_change};
use nairo::kernel::Pence;
use nairo::kernel::uk_time::london_date;

use super::model::{HERE, Model};

impl Model {
    pub(super) fn is_disputed(&self, number: usize) -> bool {
        self.money.payments.iter().any(|one| one.booking == number && one.is_disputed)
    }

    pub(super) fn cancel_by_booker(&mut self, number: usize, all: bool) -> bool {
        let booking = &self.bookings[number];
        let gate = GateFacts {
            is_confirmed: booking.state == BookingState::Confirmed,
            is_called_off: self.dates[booking.date].is_called_off,
            started_from: Some(self.dates[booking.date].dates.started_from()),
            is_disputed: self.is_disputed(number),
        };
        let is_held = booking.state == BookingState::Held;
        let may = match may_change(&gate, self.now) {
            // A hold may be given up as a whole.
            Err(ChangeRefused::NotConfirmed) => is_held && (all || booking.places.len() == 1),
            Err(_) => false,
            Ok(()) => true,
        };
        let live: Vec<usize> =
            (0..booking.places.len()).filter(|at| booking.places[*at].state.takes_a_place()).collect();
        if !may || live.is_empty() {
            return false;
        }
        let decision = self.terms(number).decide(self.now);
        assert_ne!(decision.reason, RefundReason::Started, "the gate would have said so");
        let chosen = if all { live.clone() } else { vec![live[0]] };
        self.cancel(number, &chosen, decision);
        true
    }

    /// What a refund hangs on: after a move, the less kind of both dates (REF-14).
    pub(super) fn terms(&self, number: usize) -> RefundTerms {
        let booking = &self.bookings[number];
        let of = |date: usize| PolicyDates { policy: self.policy.clone(), dates: self.dates[date].dates };
        RefundTerms {
            payer: PayerKind::Organisation,
            booked_on: london_date(booking.booked_at),
            own: of(booking.date),
            earlier: if booking.was_moved { vec![of(HERE)] } else { Vec::new() },
            choice_until: None,
        }
    }

    /// Cancels places with what the decision gives back; preview and outcome are the same function.
    fn cancel(&mut self, number: usize, chosen: &[usize], decision: RefundDecision) {
        let is_held = self.bookings[number].state == BookingState::Held;
        let places: Vec<LivePlace> = chosen
            .iter()
            .map(|at| LivePlace { id: 0, attendee_name: String::new(), price: self.bookings[number].places[*at].price })
            .collect();
        let standing = if is_held {
            Standing::Held { paid: self.money.set_against(number) }
        } else {
            Standing::Confirmed { owed: self.owed(number) }
        };
        let promised = preview(&places, decision, standing);
        assert!(promised.total <= self.money.set_against(number), "more is promised than was paid: {promised:?}");
        let live = self.bookings[number].places.iter().filter(|place| place.state.takes_a_place()).count();
        for (at, refund) in chosen.iter().zip(&promised.places) {
            let all = self.bookings[number].places[*at].charged;
            self.credit(number, *at, if is_held { all } else { refund.credited });
            self.bookings[number].places[*at].state = BookingState::Cancelled;
        }
        if chosen.len() == live {
            self.mark(number, BookingEvent::Cancelled);
        }
        let given = if is_held {
            self.return_overpaid(number)
        } else {
            self.money.refund_set(number, promised.total, self.now)
        };
        assert_eq!(given, promised.total, "what was promised is what is on its way");
    }

    pub(super) fn wait(&mut self, by: Duration) -> bool {
        self.now += by;
        // The list is looked at first: its job is due before any hold ends.
        self.tend();
        for number in 0..self.bookings.len() {
            if self.bookings[number].state == BookingState::Held && self.bookings[number].held_until <= self.now {
                for at in 0..self.bookings[number].places.len() {
                    let all = self.bookings[number].places[at].charged;
                    self.credit(number, at, all);
                }
                self.mark(number, BookingEvent::HoldEnded);
                self.return_overpaid(number);
                self.bookings[number].expired_at = Some(self.now);
            }
            self.forget(number);
        }
        self.money.retry(self.now);
        true
    }

    /// HLD-11: who abandoned a booking is forgotten a day after it ended, a transfer that never came after thirty.
    fn forget(&mut self, number: usize) {
        let has_paid = self.money.payments.iter().any(|payment| payment.booking == number);
        let booking = &mut self.bookings[number];
        let kept_for = if booking.by_card { Duration::hours(24) } else { Duration::days(30) };
        let is_over = booking.expired_at.is_some_and(|at| at + kept_for <= self.now);
        if booking.state == BookingState::Expired && is_over && !has_paid {
            booking.is_forgotten = true;
        }
    }

    fn newest_card_payment(&self, number: usize) -> Option<usize> {
        (0..self.money.payments.len())
            .rev()
            .find(|at| self.money.payments[*at].booking == number && self.money.payments[*at].by_card)
    }

    pub(super) fn dispute_opens(&mut self, number: usize) -> bool {
        let Some(payment) = self.newest_card_payment(number) else { return false };
        let payment = &mut self.money.payments[payment];
        if payment.was_disputed || payment.is_carried {
            return false;
        }
        (payment.is_disputed, payment.was_disputed) = (true, true);
        true
    }

    pub(super) fn dispute_ends(&mut self, number: usize, won: bool) -> bool {
        let Some(payment) = self.newest_card_payment(number) else { return false };
        if !self.money.payments[payment].is_disputed {
            return false;
        }
        self.money.payments[payment].is_disputed = false;
        if won {
            self.money.send_all(self.now);
            return true;
        }
        self.money.reverse(payment);
        let booking = &self.bookings[number];
        let live: Vec<usize> =
            (0..booking.places.len()).filter(|at| booking.places[*at].state.takes_a_place()).collect();
        let price: Pence = live.iter().map(|at| booking.places[*at].price).sum();
        let is_ahead = booking.state == BookingState::Confirmed && !self.has_started(booking.date);
        if is_ahead && price > Pence::ZERO && self.owed(number) >= price {
            self.cancel(number, &live, RefundDecision::CALLED_OFF);
        }
        true
    }

    pub(super) fn goodwill(&mut self, number: usize, amount: Pence) -> bool {
        let open = self.bookings[number].places[0].charged;
        if amount > open || self.is_disputed(number) || self.bookings[number].state == BookingState::Held {
            return false;
        }
        let owed = std::cmp::max(self.owed(number), Pence::ZERO);
        self.credit(number, 0, amount);
        let place = &mut self.bookings[number].places[0];
        place.price = std::cmp::max(place.price - amount, Pence::ZERO);
        let back = amount - std::cmp::min(amount, owed);
        let given = self.money.refund_set(number, back, self.now);
        assert_eq!(given, back, "goodwill gives back what it says");
        true
    }

    pub(super) fn call_off(&mut self) -> bool {
        if !self.is_open(HERE) {
            return false;
        }
        self.dates[HERE].is_called_off = true;
        for number in (0..self.bookings.len()).filter(|number| self.bookings[*number].date == HERE).collect::<Vec<_>>()
        {
            let booking = &self.bookings[number];
            let live: Vec<usize> =
                (0..booking.places.len()).filter(|at| booking.places[*at].state.takes_a_place()).collect();
            if !live.is_empty() {
                self.cancel(number, &live, RefundDecision::CALLED_OFF);
            }
        }
        true
    }
}
