//! Books places: claims the seats, writes booking and places, raises the charge and starts the payment, all in one
//! transaction; the network is asked afterwards (house rule: no network inside a transaction).

use sea_orm::DatabaseTransaction;

use super::booking_state::BookingState;
use super::event_facts::{event_dates, sale_facts};
use super::hold::{PaymentMethod, bank_transfer_is_in_time};
use super::place_claim::ClaimBy;
use super::pricing::PlacePrice;
use super::refund_policy::{PayerKind, needs_start_now};
use super::release_expired_holds::release_expired_holds;
use super::sale::{EventSale, find_sale, find_sale_to_book};
use super::sale_window::NotOnSale;
use super::store;
use super::write_booking::Writing;
use crate::app::App;
use crate::events::{EventDetails, EventId, load_plain_event};
use crate::idempotency::{self, Claim};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::limits::{self, Limit};
use crate::members;
use crate::payments::{self, CheckoutId};

/// Holds one client may make; a whole council may share an address.
const HOLDS: Limit = Limit { what: "holds", most: 60, window: chrono::Duration::minutes(10) };

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
    /// One to ten.
    pub attendees: Vec<Attendee>,
    /// Who pays.
    pub payer: PayerKind,
    /// The paying organisation's name.
    pub organisation: Option<String>,
    /// How it is to be paid; ignored when nothing is due.
    pub method: PaymentMethod,
    /// The box of CO-06 was ticked.
    pub start_now_accepted: bool,
    /// The total the buyer saw (ELG-15).
    pub shown_total: Pence,
    /// Makes a double submit one booking.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
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

/// Why not; each is a sentence for the buyer.
#[derive(Debug, thiserror::Error)]
pub enum BookPlacesError {
    /// Not on sale now.
    #[error("{0}")]
    NotOnSale(NotOnSale),
    /// Fewer seats than asked for.
    #[error("{}", places_left_words(*left))]
    NotEnoughPlaces {
        /// How many are left.
        left: i32,
    },
    /// Members' event.
    #[error(
        "This meeting is for members. Sign in with your member account to book; if your membership has lapsed, renew it first."
    )]
    MembersOnly,
    /// A member does not bring others to a members' event: who comes must be known to be a member (ELG-6).
    #[error("This meeting is for members, and each member books their own place. Take the other people off the form.")]
    OwnPlaceOnly,
    /// More than one booking may hold.
    #[error(
        "One booking takes at most {most} places. For a larger group, ask us about training in your own authority."
    )]
    TooManyPlaces {
        /// The limit.
        most: i32,
    },
    /// This person has a live place (DUP-1).
    #[error("{name} already has a place on this date.")]
    AlreadyBooked {
        /// Whose.
        name: String,
    },
    /// The total is not what the page showed (ELG-15).
    #[error(
        "The price has changed since you opened this page: it was {shown}, it is now {now}. Nothing has been booked; check the new total and send it again."
    )]
    PriceChanged {
        /// What was shown.
        shown: Pence,
        /// What it would cost.
        now: Pence,
    },
    /// The box of CO-06 is missing.
    #[error(
        "Tick the box that asks for the place now: the event comes within the 14 days in which you may change your mind."
    )]
    StartNowNotAccepted,
    /// Bank transfer is not possible for this booking (D14).
    #[error("A bank transfer would not arrive in time for this date. Pay by card instead.")]
    TooLateForBankTransfer,
    /// No card gateway is set up.
    #[error("Card payments are not set up. Choose bank transfer instead.")]
    NoCardPayments,
    /// The key was used for another form.
    #[error("This form was sent before with other answers. Open the booking page again to make another booking.")]
    AlreadySent,
    /// This client has made as many holds as one may; again after so many seconds.
    #[error("Many bookings have been made from here in a short time. Wait a few minutes and send the form again.")]
    TooManyHolds {
        /// How long to wait.
        seconds: u32,
    },
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(BookPlacesError);

fn places_left_words(left: i32) -> String {
    match left {
        0 => "The last place on this date has just gone. Nothing has been booked or charged; other dates are on the course page.".to_owned(),
        1 => "Only 1 place is left on this date. Nothing has been booked or charged.".to_owned(),
        left => format!("Only {left} places are left on this date. Nothing has been booked or charged."),
    }
}

/// A priced booking, decided before anything is written.
pub(super) struct Plan {
    pub(super) prices: Vec<PlacePrice>,
    pub(super) total: Pence,
    pub(super) method: PaymentMethod,
    pub(super) start_now_accepted: bool,
}

/// Books. A repeat with the same key and form gives the same booking.
pub async fn book_places(app: &App, command: &BookPlaces) -> Result<Booked, BookPlacesError> {
    book_places_from(app, command, None).await
}

/// The same for a visitor whose holds are counted, in the same transaction, by the address they come from.
pub async fn book_places_from(
    app: &App,
    command: &BookPlaces,
    client: Option<&str>,
) -> Result<Booked, BookPlacesError> {
    let now = app.now();
    let is_member = booker_is_member(app, command, now).await?;
    let reference = app.tokens.reference();
    let booked = app
        .db
        .write_tx(async |tx| {
            if let Some(client) = client {
                let counted = limits::hit(tx, HOLDS, client, now).await?;
                counted.map_err(|seconds| BookPlacesError::TooManyHolds { seconds })?;
            }
            let actor = command.booker_person_id.map_or_else(|| "visitor".to_owned(), |id| format!("person:{id}"));
            let key = (command.idempotency_key.as_str(), actor.as_str(), command.digest.as_str());
            match idempotency::claim_for(tx, key, Some(&reference), now).await? {
                Claim::Fresh => {}
                Claim::Repeat(reference) => return repeat(tx, &reference).await,
                Claim::Different => return Err(BookPlacesError::AlreadySent),
            }
            let found = find_sale_to_book(tx, command.event_id, now).await?;
            let found = found.ok_or(BookPlacesError::NotOnSale(NotOnSale::NotPublished))?;
            if found.has_expired_holds {
                release_expired_holds(app, tx, command.event_id, now).await?;
            }
            claim_seats(app, tx, &found.sale, command).await?;
            let event = load_plain_event(tx, EventId(command.event_id)).await?;
            let plan = decide(app, command, (&event, &found.sale), is_member, now)?;
            let writing =
                Writing { app, tx, command, event: &event, found: &found, plan: &plan, reference: &reference, now };
            writing.write().await
        })
        .await?;
    Ok(booked)
}

/// Live standing of the signed-in booker today (ELG-2, ELG-3).
async fn booker_is_member(app: &App, command: &BookPlaces, now: Instant) -> Result<bool, Unexpected> {
    match command.booker_person_id {
        Some(person_id) => {
            Ok(members::standing(app.db.reader(), person_id, london_date(now)).await?.gives_member_price())
        }
        None => Ok(false),
    }
}

async fn repeat(tx: &DatabaseTransaction, reference: &str) -> Result<Booked, BookPlacesError> {
    let booking = store::find_booking_called(tx, reference).await?.ok_or(BookPlacesError::AlreadySent)?;
    let checkout_id = match booking.charge_id {
        Some(charge_id) if booking.state == BookingState::Held.word() => {
            payments::queries::live_checkout(tx, charge_id).await?
        }
        _ => None,
    };
    Ok(Booked {
        booking_id: booking.id,
        reference: booking.reference,
        link_generation: booking.link_generation,
        checkout_id,
    })
}

/// The first thing the transaction decides: are there seats (CLK-8)?
async fn claim_seats(
    app: &App,
    tx: &DatabaseTransaction,
    sale: &EventSale,
    command: &BookPlaces,
) -> Result<(), BookPlacesError> {
    let wanted = i32::try_from(command.attendees.len()).unwrap_or(i32::MAX);
    if wanted > sale.most_places {
        return Err(BookPlacesError::TooManyPlaces { most: sale.most_places });
    }
    if app.claim.claim(tx, sale.pool_id, wanted, ClaimBy::Public).await? {
        return Ok(());
    }
    let left = find_sale(tx, sale.event_id).await?.map_or(0, |sale| sale.places_left());
    Err(BookPlacesError::NotEnoughPlaces { left })
}

/// Pure but for what it was given: window, eligibility, prices, total, terms.
fn decide(
    app: &App,
    command: &BookPlaces,
    (event, sale): (&EventDetails, &EventSale),
    is_member: bool,
    now: Instant,
) -> Result<Plan, BookPlacesError> {
    sale_facts(event, sale).check(now).map_err(BookPlacesError::NotOnSale)?;
    if sale.members_only && !is_member {
        return Err(BookPlacesError::MembersOnly);
    }
    if sale.members_only && !command.attendees.iter().all(|attendee| attendee.is_booker) {
        return Err(BookPlacesError::OwnPlaceOnly);
    }
    let prices: Vec<PlacePrice> =
        command.attendees.iter().map(|attendee| sale.prices.price_for(attendee.is_booker && is_member)).collect();
    let total: Pence = prices.iter().map(|price| price.price).sum();
    if total != command.shown_total {
        return Err(BookPlacesError::PriceChanged { shown: command.shown_total, now: total });
    }
    let method = if total.is_zero() { PaymentMethod::Free } else { command.method };
    let dates = event_dates(event).ok_or(BookPlacesError::NotOnSale(NotOnSale::DateUnknown))?;
    let needs_box = !total.is_zero() && needs_start_now(command.payer, london_date(now), dates);
    if needs_box && !command.start_now_accepted {
        return Err(BookPlacesError::StartNowNotAccepted);
    }
    match method {
        PaymentMethod::BankTransfer if !bank_transfer_is_in_time(dates.begins(), now) => {
            Err(BookPlacesError::TooLateForBankTransfer)
        }
        PaymentMethod::Card if app.gateway.is_none() => Err(BookPlacesError::NoCardPayments),
        _ => Ok(Plan { prices, total, method, start_now_accepted: needs_box }),
    }
}
