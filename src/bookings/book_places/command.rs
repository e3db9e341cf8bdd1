//! What it takes to book, and what becomes of it.

use crate::bookings::hold::PaymentMethod;
use crate::bookings::invoicing::BillingAsk;
use crate::bookings::joining::JoinChoice;
use crate::bookings::modes::{PlaceMode, Seats};
use crate::bookings::refund_policy::PayerKind;
use crate::kernel::{EmailAddress, Pence, PersonName};
use crate::payments::CheckoutId;

/// Somebody who will attend.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// As it goes on the register.
    pub name: PersonName,
    /// Own address; several people may share one.
    pub email: EmailAddress,
    /// The signed-in booker's own place: only this one gets the member price at once (D8).
    pub is_booker: bool,
}

/// Whose seats a booking takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeatsFrom {
    /// Those that are for sale: none while anybody waits (D5).
    #[default]
    Public,
    /// Those of somebody on the waiting list: offered, or free for who comes first (WTL-5).
    WaitingList {
        /// The entry.
        entry_id: i64,
    },
}

/// Those of a group for whom there is no seat, and who wait (GRP-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestWaits {
    /// How many.
    pub places: i32,
    /// All of them or none.
    pub all_together: bool,
}

/// The command: everything the form said, in types.
#[derive(Clone, Debug)]
pub struct BookPlaces {
    /// Which event.
    pub event_id: i64,
    /// The signed-in person, if any.
    pub booker_person_id: Option<i64>,
    /// Who books.
    pub booker_name: PersonName,
    /// Where the receipt goes.
    pub booker_email: EmailAddress,
    /// Who comes; with `unnamed`, one to ten places, for an officer any number.
    pub attendees: Vec<Attendee>,
    /// Places to be named later (GRP-1).
    pub unnamed: usize,
    /// The officer who books for somebody: the limit on places does not count (GRP-9).
    pub officer: Option<i64>,
    /// Who pays.
    pub payer: PayerKind,
    /// The paying organisation's name.
    pub organisation: Option<String>,
    /// How it is to be paid; ignored when nothing is due.
    pub method: PaymentMethod,
    /// How the invoice is to be made out, when it is paid by one (INV-2).
    pub billing: Option<BillingAsk>,
    /// The box of CO-06 was ticked.
    pub start_now_accepted: bool,
    /// The total the buyer saw (ELG-15).
    pub shown_total: Pence,
    /// Whose seats it takes.
    pub seats: SeatsFrom,
    /// More people than there are seats: these go on the waiting list in the same transaction.
    pub rest: Option<RestWaits>,
    /// What else bears on it; nothing for most.
    pub extras: Extras,
    /// Makes a double submit one booking.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

impl BookPlaces {
    /// How many places are asked for, with and without names.
    pub fn places(&self) -> usize {
        self.attendees.len().saturating_add(self.unnamed)
    }

    /// The seats it takes; what it says of room and screen counts only where `both` are sold. None when it does not say it for each
    /// place.
    pub(in crate::bookings) fn seats_wanted(&self, both: bool) -> Option<Seats> {
        if !both {
            return Some(Seats::of(i32::try_from(self.places()).unwrap_or(i32::MAX), None));
        }
        let modes = self.extras.modes.iter().map(|mode| Some(*mode));
        (self.extras.modes.len() == self.places()).then(|| Seats::for_each(modes))
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Row id.
    pub booking_id: i64,
    /// What people quote.
    pub reference: String,
    /// For the personal link.
    pub link_generation: i32,
    /// The payment page to be opened, when a card is to be used.
    pub checkout_id: Option<CheckoutId>,
}

/// What else a buyer may say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// A discount code as typed (ELG-12).
    pub code: Option<String>,
    /// The version of the refund policy that the page showed; the booking stops when it is another by now (REF-1, CO-02).
    pub shown_policy: Option<i64>,
    /// Whether the booker joins as well (ELG-7).
    pub join: JoinChoice,
    /// What the page said the membership costs that is paid with the booking (ELG-15).
    pub shown_membership: Pence,
    /// The version of the terms of membership that the page showed, 0 for none; nothing where there was no page (CO-04).
    pub shown_membership_terms: Option<i32>,
    /// One letter tells of several bookings (SES-6), so that this one sends none of its own.
    pub told_together: bool,
    /// How each place takes part, named ones first, on a date with a room and a screen (SES-8); nothing on any other.
    pub modes: Vec<PlaceMode>,
}
