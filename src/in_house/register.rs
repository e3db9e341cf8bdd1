//! Somebody of the authority registers by the private link (INH-4): an ordinary booking of one place, at the price agreed with
//! their authority, which is nothing to them. The seats decide how many may come.

use crate::app::App;
use crate::bookings::book_places::{
    Attendee, BookPlaces, BookPlacesError, Booked, Extras, SeatsFrom, book_places_from,
};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::refund_policy::PayerKind;
use crate::kernel::{EmailAddress, Pence, PersonName};

/// Who registers for what.
#[derive(Clone, Debug)]
pub struct Register {
    /// The private event.
    pub event_id: i64,
    /// The authority whose training it is.
    pub host: String,
    /// Who comes.
    pub name: PersonName,
    /// Their own address.
    pub email: EmailAddress,
    /// The signed-in person, if any.
    pub person_id: Option<i64>,
    /// Makes a double submit one place.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

/// Registers them; how often one may is limited by the address of the network, as for every booking.
pub async fn register(app: &App, command: Register, client: &str) -> Result<Booked, BookPlacesError> {
    let booking = BookPlaces {
        event_id: command.event_id,
        booker_person_id: command.person_id,
        booker_name: command.name.clone(),
        booker_email: command.email.clone(),
        attendees: vec![Attendee { name: command.name, email: command.email, is_booker: true }],
        unnamed: 0,
        officer: None,
        payer: PayerKind::Organisation,
        organisation: Some(command.host),
        method: PaymentMethod::Free,
        billing: None,
        start_now_accepted: false,
        shown_total: Pence::ZERO,
        seats: SeatsFrom::Public,
        rest: None,
        extras: Extras::default(),
        idempotency_key: command.idempotency_key,
        digest: command.digest,
    };
    book_places_from(app, &booking, Some(client)).await
}

/// A refusal in words for somebody who registers: other dates and prices are no matter of theirs.
pub fn refusal_words(refusal: &BookPlacesError, host: &str) -> String {
    match refusal {
        BookPlacesError::NotEnoughPlaces { .. } => {
            format!(
                "All places of this training are taken. Ask whoever arranged it at {host} whether there can be more."
            )
        }
        BookPlacesError::NotOnSale(_) => {
            format!("Registration is closed. Ask whoever arranged this training at {host}, or write to us.")
        }
        other => other.to_string(),
    }
}
