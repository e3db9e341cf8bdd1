//! Gives a place away, or for less: a booking of one place with the price it would have had and the reason (AC-16). One that costs
//! nothing is confirmed at once; a part bursary waits for its bank transfer like any other booking that an officer makes. It goes past the waiting list and past the closing of bookings (SES-10), but never beyond the seats.

use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::ClaimBy;
use crate::bookings::book_places::{Attendee, BookPlaces, BookPlacesError, Booked, Extras, JoinPlan, Plan, SeatsFrom};
use crate::bookings::event_facts::event_dates;
use crate::bookings::hold::{PaymentMethod, bank_transfer_is_in_time};
use crate::bookings::modes::{PlaceMode, claim_seats};
use crate::bookings::pricing::{PlacePrice, PriceReason};
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::release_expired_holds::release_expired_holds;
use crate::bookings::sale::{SaleToBook, find_sale_to_book};
use crate::bookings::write_booking::Writing;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_plain_event};
use crate::idempotency::{self, Claim};
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};

/// What kind of gift it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenAs {
    /// For somebody who could not pay.
    Bursary,
    /// By courtesy of the organiser.
    Complimentary,
}

impl GivenAs {
    /// As the place keeps it.
    pub fn reason(self) -> PriceReason {
        match self {
            Self::Bursary => PriceReason::Bursary,
            Self::Complimentary => PriceReason::Complimentary,
        }
    }

    /// From the word that a form sends.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Bursary, Self::Complimentary].into_iter().find(|kind| kind.reason().word() == word)
    }
}

/// The command.
#[derive(Clone, Debug)]
pub struct GivePlace {
    /// Which date.
    pub event_id: i64,
    /// Who comes.
    pub name: PersonName,
    /// Where the confirmation goes.
    pub email: EmailAddress,
    /// In the room or online, on a date that has both (SES-8).
    pub mode: Option<PlaceMode>,
    /// What kind of gift.
    pub given_as: GivenAs,
    /// What is still to be paid for it: less than others pay, and nothing for a courtesy.
    pub price: Pence,
    /// Why, in words that the attendee reads too.
    pub why: String,
    /// The officer.
    pub officer_id: i64,
    /// Makes a double submit one place.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

/// Why no place was given.
#[derive(Debug, thiserror::Error)]
pub enum GivePlaceError {
    /// Nothing to give.
    #[error("This date costs nothing, so there is nothing to give away. Book the place in the usual way.")]
    FreeForAll,
    /// A place at a price is a bursary.
    #[error("A complimentary place costs nothing. Empty the price, or give it as a bursary.")]
    NotForNothing,
    /// No less than others pay.
    #[error("A place costs others {standard}. Enter less than that, or book it in the usual way.")]
    NotReduced {
        /// Anyone's price.
        standard: Pence,
    },
    /// Nothing could arrive in time (D14).
    #[error(
        "A bank transfer would not arrive in time for this date. Give the place for nothing, or make a code for a reduced price, which is paid by card."
    )]
    TooLateToPay,
    /// Not published, called off, without a day, or begun.
    #[error("Places can be given on published dates that have a day and have not begun.")]
    NotNow,
    /// No seat left.
    #[error("Every place is taken. Raise the number of places first if there is room for one more.")]
    Full,
    /// SES-8.
    #[error("Say whether they come to the room or take part online.")]
    ModeMissing,
    /// The key was used for another form.
    #[error("This form was sent before with other answers. Look at the bookings of the date before you send it again.")]
    AlreadySent,
    /// This person has a live place.
    #[error("{0}")]
    Refused(String),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(GivePlaceError);

impl From<BookPlacesError> for GivePlaceError {
    fn from(error: BookPlacesError) -> Self {
        match error {
            BookPlacesError::Unexpected(error) => Self::Unexpected(error),
            refusal => Self::Refused(refusal.to_string()),
        }
    }
}

/// Gives the place. A repeat with the same key and form gives the same booking's reference.
pub async fn give_place(app: &App, command: &GivePlace) -> Result<String, GivePlaceError> {
    let now = app.now();
    let reference = app.tokens.reference();
    let actor = format!("person:{}", command.officer_id);
    app.db
        .write_tx(async |tx| {
            let key = (command.idempotency_key.as_str(), actor.as_str(), command.digest.as_str());
            match idempotency::claim_for(tx, key, Some(&reference), now).await? {
                Claim::Fresh => {}
                Claim::Repeat(reference) => return Ok(reference),
                Claim::Different => return Err(GivePlaceError::AlreadySent),
            }
            let found = find_sale_to_book(tx, command.event_id, now).await?.context("a date has no sale")?;
            if found.sale.prices.is_free() {
                return Err(GivePlaceError::FreeForAll);
            }
            check_price(command, found.sale.prices.standard)?;
            if found.has_expired_holds {
                release_expired_holds(app, tx, command.event_id, now).await?;
            }
            let wanted = as_booking(command).seats_wanted(found.sale.modes.is_some());
            let wanted = wanted.ok_or(GivePlaceError::ModeMissing)?;
            if !claim_seats(app, tx, &found.sale, wanted, ClaimBy::PastTheList).await? {
                return Err(GivePlaceError::Full);
            }
            let event = load_plain_event(tx, EventId(command.event_id)).await?;
            let has_begun = event_dates(&event).is_none_or(|dates| now >= dates.started_from());
            if !event.is_published() || event.is_cancelled() || has_begun {
                return Err(GivePlaceError::NotNow);
            }
            let is_in_time = event_dates(&event).is_some_and(|dates| bank_transfer_is_in_time(dates.begins(), now));
            if !command.price.is_zero() && !is_in_time {
                return Err(GivePlaceError::TooLateToPay);
            }
            write(app, tx, command, (&event, &found, &reference), now).await?;
            Ok(reference.clone())
        })
        .await
}

/// A bursary may be a part of the price; a courtesy is all of it (AC-16).
fn check_price(command: &GivePlace, standard: Pence) -> Result<(), GivePlaceError> {
    if command.price.is_zero() {
        return Ok(());
    }
    if command.given_as == GivenAs::Complimentary {
        return Err(GivePlaceError::NotForNothing);
    }
    if command.price >= standard {
        return Err(GivePlaceError::NotReduced { standard });
    }
    Ok(())
}

async fn write(
    app: &App,
    tx: &Tx,
    command: &GivePlace,
    (event, found, reference): (&EventDetails, &SaleToBook, &str),
    now: Instant,
) -> Result<(), GivePlaceError> {
    let price = PlacePrice::plain(found.sale.prices.standard, command.price, command.given_as.reason());
    let plan = Plan {
        prices: vec![price],
        total: command.price,
        method: method_of(command),
        start_now_accepted: false,
        code: None,
        join: JoinPlan::default(),
        note: command.why.clone(),
    };
    let booking = as_booking(command);
    let writing = Writing { app, tx, command: &booking, event, found, plan: &plan, reference, now };
    let Booked { booking_id, .. } = writing.write().await?;
    let entry = Entry {
        actor: Actor::Person(command.officer_id),
        action: "booking.given",
        subject_kind: "booking",
        subject_id: booking_id,
        reason: Some(&command.why),
        values: None,
    };
    record(tx, entry, now).await?;
    Ok(())
}

fn method_of(command: &GivePlace) -> PaymentMethod {
    if command.price.is_zero() { PaymentMethod::Free } else { PaymentMethod::BankTransfer }
}

/// The booking as the attendee would have made it.
fn as_booking(command: &GivePlace) -> BookPlaces {
    BookPlaces {
        event_id: command.event_id,
        booker_person_id: None,
        booker_name: command.name.clone(),
        booker_email: command.email.clone(),
        attendees: vec![Attendee { name: command.name.clone(), email: command.email.clone(), is_booker: false }],
        unnamed: 0,
        officer: Some(command.officer_id),
        billing: None,
        seats: SeatsFrom::Public,
        rest: None,
        payer: PayerKind::Person,
        organisation: None,
        method: method_of(command),
        start_now_accepted: false,
        shown_total: command.price,
        extras: Extras { modes: command.mode.into_iter().collect(), ..Extras::default() },
        idempotency_key: command.idempotency_key.clone(),
        digest: command.digest.clone(),
    }
}
