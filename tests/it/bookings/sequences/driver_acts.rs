//! The driver's newer acts: moves, substitutions, the waiting list.

use nairo::audit::Actor;
use nairo::bookings::book_places::{Attendee, BookPlaces, Extras, SeatsFrom, book_places};
use nairo::bookings::hold::PaymentMethod;
use nairo::bookings::moving::{MovePlaces, move_places};
use nairo::bookings::refund_policy::PayerKind;
use nairo::bookings::substitution::name_change::ChangedBy;
use nairo::bookings::substitution::{NameAttendee, name_attendee};
use nairo::bookings::waiting_list::join::{JoinWaitingList, join_waiting_list};
use nairo::bookings::waiting_list::leave::{GiveUp, give_up};
use nairo::kernel::{EmailAddress, Pence, PersonName};

use super::actions::Action;
use super::in_database::{entries_of, places_of};
use super::model_changes::{person, stand_in};
use super::on_database::Driver;

/// What the model says before a step, which the driver needs after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The move costs nothing and gives nothing back.
    is_plain: bool,
    /// The entry that is meant, and how many seats it may book.
    entry: Option<usize>,
    seats: Option<usize>,
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

/// `person.0.1@example.org`.
fn email(of: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{}@example.org", of.to_lowercase().replace(' ', "."))).unwrap()
}

impl Driver<'_> {
    pub(super) fn ask(&self, action: Action) -> Asked {
        match action {
            Action::Move { booking } if !self.model.bookings.is_empty() => {
                let number = usize::from(booking) % self.model.bookings.len();
                Asked { is_plain: self.model.is_plain(number), ..Asked::default() }
            }
            Action::TakeOffer { entry } | Action::LeaveList { entry } => {
                let entry = self.model.entry_number(entry.into());
                Asked { entry, seats: entry.and_then(|entry| self.model.may_take(entry)), ..Asked::default() }
            }
            _ => Asked::default(),
        }
    }

    pub(super) async fn move_all(&mut self, number: usize, asked: Asked, is_done: bool) {
        if !asked.is_plain {
            return;
        }
        let command = MovePlaces {
            booking_id: self.row(number).await.id,
            place_id: None,
            to_event_id: self.there.id,
            by_officer: false,
            actor: Actor::Link,
            shown: Some((Pence::ZERO, Pence::ZERO)),
            reason: String::new(),
        };
        let moved = move_places(&self.app.state, &command).await;
        assert_eq!(moved.is_ok(), is_done, "{moved:?}");
        if is_done {
            self.sessions.push(String::new());
        }
    }

    pub(super) async fn substitute(&self, number: usize, is_done: bool) {
        let places = places_of(self.app, self.row(number).await.id).await;
        let Some(place) = places.iter().find(|place| ["held", "confirmed"].contains(&place.state.as_str())) else {
            assert!(!is_done, "there is no live place");
            return;
        };
        let next = stand_in(if is_done { self.model.substitutions } else { self.model.substitutions + 1 });
        let command = NameAttendee {
            place_id: place.id,
            name: name(&next),
            email: email(&next),
            by: ChangedBy::Booker,
            actor: Actor::Link,
            shown_due: None,
        };
        let named = name_attendee(&self.app.state, &command).await;
        assert_eq!(named.is_ok(), is_done, "{named:?}");
    }

    pub(super) async fn join(&self, places: u8, all_together: bool, is_done: bool) {
        let number = self.model.list.entries.len() - usize::from(is_done);
        let waiter = format!("Waiter {number}");
        let command = JoinWaitingList {
            event_id: self.event.id,
            person_id: None,
            name: name(&waiter),
            email: email(&waiter),
            places: places.into(),
            all_together: all_together && places > 1,
            mode: None,
            leaves_for_other_date: false,
        };
        let joined = join_waiting_list(&self.app.state, &command, None).await;
        assert_eq!(joined.is_ok(), is_done, "{joined:?}");
    }

    pub(super) async fn act_on_entry(&mut self, action: Action, asked: Asked, is_done: bool) {
        let Some(entry) = asked.entry else { return };
        let rows = entries_of(self.app, self.event.id).await;
        // Who waited is forgotten after a month; nothing can be done with their entry any more.
        let Some(row) = rows.get(&entry) else { return assert!(!is_done, "the entry is gone") };
        if let Action::LeaveList { .. } = action {
            assert_eq!(give_up(&self.app.state, row.id, GiveUp::Leave, Actor::Link).await.unwrap(), is_done);
            return;
        }
        let seats = asked.seats.unwrap_or(1);
        let number = self.model.bookings.len() - usize::from(is_done);
        let booked = book_places(&self.app.state, &self.for_entry(row.id, entry, (number, seats))).await;
        assert_eq!(booked.is_ok(), is_done, "{booked:?}");
        if let Ok(booked) = booked {
            let page = nairo::payments::open_checkout(&self.app.state, booked.checkout_id.unwrap()).await.unwrap();
            self.sessions.push(crate::support::stripe::session_in(&page));
        }
    }

    fn for_entry(&self, entry_id: i64, entry: usize, (number, seats): (usize, usize)) -> BookPlaces {
        let waiter = format!("Waiter {entry}");
        let people: Vec<String> = (1..=seats).map(|place| person(number, place)).collect();
        let attendee = |who: &String| Attendee { name: name(who), email: email(who), is_booker: false };
        BookPlaces {
            event_id: self.event.id,
            booker_person_id: None,
            booker_name: name(&waiter),
            booker_email: email(&waiter),
            attendees: people.iter().map(attendee).collect(),
            unnamed: 0,
            officer: None,
            payer: PayerKind::Organisation,
            organisation: Some("Sampleton Council".to_owned()),
            method: PaymentMethod::Card,
            billing: None,
            start_now_accepted: false,
            shown_total: seats_price(self.model.price, seats),
            seats: SeatsFrom::WaitingList { entry_id },
            rest: None,
            extras: Extras::default(),
            idempotency_key: self.app.state.tokens.uuid(),
            digest: String::new(),
        }
    }
}

fn seats_price(price: Pence, seats: usize) -> Pence {
    vec![price; seats].into_iter().sum()
}
