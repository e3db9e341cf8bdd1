//! Books places: claims the seats, writes booking and places, raises the charge and starts the payment, all in one
//! transaction; the network is asked afterwards (house rule: no network inside a transaction).

mod code;
mod command;
mod decide;
mod join;
mod refusal;

pub use command::{Attendee, BookPlaces, Booked, Extras, RestWaits, SeatsFrom};
pub(super) use decide::Plan;
use decide::decide;
pub(super) use join::JoinPlan;
pub use refusal::BookPlacesError;

use super::booking_state::BookingState;
use super::discounts::code_terms::CodeTerms;
use super::modes::{self, Seats};
use super::place_claim::ClaimBy;
use super::release_expired_holds::release_expired_holds;
use super::sale::{EventSale, SaleToBook, find_sale, find_sale_to_book};
use super::sale_window::NotOnSale;
use super::store;
use super::waiting_list::{after_booking, take_seats};
use super::write_booking::Writing;
use crate::app::App;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_plain_event};
use crate::idempotency::{self, Claim};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::limits::{self, Limit};
use crate::{members, payments};

/// Holds one client may make; a whole council may share an address.
pub(in crate::bookings) const HOLDS: Limit = Limit { what: "holds", most: 60, window: chrono::Duration::minutes(10) };

/// Books. A repeat with the same key and form gives the same booking.
pub async fn book_places(app: &App, command: &BookPlaces) -> Result<Booked, BookPlacesError> {
    book_places_from(app, command, None).await
}

/// The same for a visitor whose holds and refused tries are counted by the address they come from; a hold in its own transaction.
pub async fn book_places_from(
    app: &App,
    command: &BookPlaces,
    client: Option<&str>,
) -> Result<Booked, BookPlacesError> {
    let now = app.now();
    check_set_up(app, now).await?;
    let is_member = booker_is_member(app, command, now).await?;
    let reference = app.tokens.reference();
    let booked = app
        .db
        .write_tx(async |tx| {
            let sender = command.officer.or(command.booker_person_id);
            let actor = sender.map_or_else(|| "visitor".to_owned(), |id| format!("person:{id}"));
            let key = (command.idempotency_key.as_str(), actor.as_str(), command.digest.as_str());
            let counted = async {
                match client {
                    Some(client) => limits::hit(tx, HOLDS, client, now).await,
                    None => Ok(Ok(())),
                }
            };
            let claimed = Box::pin(idempotency::claim_for(tx, key, Some(&reference), now));
            let sale = Box::pin(find_sale_to_book(tx, command.event_id, now));
            let (claimed, counted, sale) =
                tx.together(async { tokio::try_join!(biased; claimed, counted, sale) }).await?;
            match claimed {
                Claim::Fresh => {}
                Claim::Repeat(reference) => return repeat(tx, &reference).await,
                Claim::Different => return Err(BookPlacesError::AlreadySent),
            }
            counted.map_err(|seconds| BookPlacesError::TooManyHolds { seconds })?;
            Box::pin(book_known(app, tx, command, (sale, is_member, &reference), now)).await
        })
        .await;
    if let (Err(refusal), Some(client)) = (&booked, client) {
        count_refused(app, client, refusal, now).await?;
    }
    booked
}

/// Books in the caller's transaction, which a refusal has to roll back: the seats are claimed by then.
pub(in crate::bookings) async fn book_in(
    app: &App,
    tx: &Tx,
    command: &BookPlaces,
    (is_member, reference): (bool, &str),
    now: Instant,
) -> Result<Booked, BookPlacesError> {
    let sale = find_sale_to_book(tx, command.event_id, now).await?;
    book_known(app, tx, command, (sale, is_member, reference), now).await
}

async fn book_known(
    app: &App,
    tx: &Tx,
    command: &BookPlaces,
    (found, is_member, reference): (Option<SaleToBook>, bool, &str),
    now: Instant,
) -> Result<Booked, BookPlacesError> {
    let found = found.ok_or(BookPlacesError::NotOnSale(NotOnSale::NotPublished))?;
    if found.has_expired_holds {
        release_expired_holds(app, tx, command.event_id, now).await?;
    }
    let (seats, event) = seats_and_event(app, tx, &found.sale, command, now).await?;
    check_rest(tx, &found.sale, command).await?;
    let code = code::find(tx, command, (&event, is_member), now).await?;
    let past = seats.or_past_the_limit(app, tx, (&found.sale, command), code.as_ref()).await?;
    // A claim that found too few has locked nothing; only behind this one does what is read stay true.
    let event = if past.is_some() { load_plain_event(tx, EventId(command.event_id)).await? } else { event };
    let join = join::plan(app, tx, command, (&found.sale, is_member), now).await?;
    let plan = decide(app, command, (&event, &found.sale), (is_member, code.as_ref(), past, join), now)?;
    code::count(tx, command, code.as_ref(), &plan).await?;
    let writing = Writing { app, tx, command, event: &event, found: &found, plan: &plan, reference, now };
    let booked = writing.write().await?;
    after_booking(app, tx, command, (&booked, &found), now).await?;
    Ok(booked)
}

/// Takes the seats and then reads the event: whoever calls it off has its seats locked, so that what is read behind seats that were
/// taken stays true.
async fn seats_and_event(
    app: &App,
    tx: &Tx,
    sale: &EventSale,
    command: &BookPlaces,
    now: Instant,
) -> Result<(Claimed, EventDetails), BookPlacesError> {
    let claimed = Box::pin(claim_seats(app, tx, sale, command, now));
    let event = async { Ok(load_plain_event(tx, EventId(command.event_id)).await?) };
    match command.seats {
        // The claim is the first thing asked.
        SeatsFrom::Public => tx.together(async { tokio::try_join!(biased; claimed, event) }).await,
        SeatsFrom::WaitingList { .. } => Ok((claimed.await?, event.await?)),
    }
}

/// Nothing is sold before the charity's own details are filled in (CH-03). Asked of what this process keeps, before the
/// transaction.
pub(in crate::bookings) async fn check_set_up(app: &App, now: Instant) -> Result<(), BookPlacesError> {
    let known = app.identity.read(app.db.reader(), now).await?;
    if known.is_set_up() { Ok(()) } else { Err(BookPlacesError::NotOnSale(NotOnSale::NotSetUp)) }
}

/// A refusal that says who has a place has rolled its own count back: it counts all the same, or names and addresses could be
/// tried without end. What says nothing about people, such as a date that is full, does not: a whole council may come at once.
async fn count_refused(app: &App, client: &str, refusal: &BookPlacesError, now: Instant) -> Result<(), Unexpected> {
    if matches!(refusal, BookPlacesError::AlreadyBooked { .. }) {
        // That it is one too many is said to the next one.
        let _ = app.db.write_tx(async |tx| limits::hit(tx, HOLDS, client, now).await).await?;
    }
    Ok(())
}

/// Live standing of the signed-in booker today (ELG-2, ELG-3).
async fn booker_is_member(app: &App, command: &BookPlaces, now: Instant) -> Result<bool, Unexpected> {
    is_member_today(app, command.booker_person_id, now).await
}

/// The same of anybody; a visitor is none.
pub(in crate::bookings) async fn is_member_today(
    app: &App,
    person_id: Option<i64>,
    now: Instant,
) -> Result<bool, Unexpected> {
    match person_id {
        Some(person_id) => {
            Ok(members::standing(app.db.reader(), person_id, london_date(now)).await?.gives_member_price())
        }
        None => Ok(false),
    }
}

async fn repeat(tx: &Tx, reference: &str) -> Result<Booked, BookPlacesError> {
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

/// What became of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claimed {
    /// The seats are ours.
    Yes,
    /// So many are left, which is not enough; a code may still go past them.
    No {
        /// How many.
        left: i32,
    },
}

impl Claimed {
    /// Seats taken with a code that goes past the waiting list and the last place (ELG-12): how many of them are beyond the last
    /// one, which may be none, or that there are too few. None where no code was needed.
    async fn or_past_the_limit(
        self,
        app: &App,
        tx: &Tx,
        (sale, command): (&EventSale, &BookPlaces),
        code: Option<&CodeTerms>,
    ) -> Result<Option<i32>, BookPlacesError> {
        let Self::No { left } = self else { return Ok(None) };
        let wanted = wanted_of(command, sale)?;
        let may_pass = code.is_some_and(|code| code.powers.passes_capacity);
        if !may_pass || !modes::claim_seats(app, tx, sale, wanted, ClaimBy::PastTheLimit).await? {
            return Err(not_enough(tx, (sale, wanted), (ClaimBy::Public, left)).await?);
        }
        let wanted = wanted.places;
        let beyond = find_sale(tx, sale.event_id).await?.map_or(0, |sale| sale.taken - sale.capacity);
        Ok(Some(beyond.clamp(0, wanted)))
    }
}

/// The first thing the transaction decides: are there seats (CLK-8)?
async fn claim_seats(
    app: &App,
    tx: &Tx,
    sale: &EventSale,
    command: &BookPlaces,
    now: Instant,
) -> Result<Claimed, BookPlacesError> {
    let wanted = wanted_of(command, sale)?;
    if wanted.places > sale.most_places && command.officer.is_none() {
        return Err(BookPlacesError::TooManyPlaces { most: sale.most_places });
    }
    if let SeatsFrom::WaitingList { entry_id } = command.seats {
        take_seats(app, tx, (entry_id, sale), wanted, now).await?;
        return Ok(Claimed::Yes);
    }
    let by = if command.officer.is_some() { ClaimBy::PastTheList } else { ClaimBy::Public };
    if modes::claim_seats(app, tx, sale, wanted, by).await? {
        return Ok(Claimed::Yes);
    }
    let free = |sale: EventSale| if by == ClaimBy::Public { sale.places_left() } else { sale.free_seats() };
    let left = find_sale(tx, sale.event_id).await?.map_or(0, free);
    // Without a code nothing else is read for a date that is full.
    if command.extras.code.is_none() {
        Err(not_enough(tx, (sale, wanted), (by, left)).await?)
    } else {
        Ok(Claimed::No { left })
    }
}

/// How many seats of which kind, or that it was not said for every place (SES-8).
fn wanted_of(command: &BookPlaces, sale: &EventSale) -> Result<Seats, BookPlacesError> {
    command.seats_wanted(sale.modes.is_some()).ok_or(BookPlacesError::ModeMissing)
}

/// Too few of the date, or of one kind while the other has some (SES-8).
async fn not_enough(
    tx: &Tx,
    (sale, wanted): (&EventSale, Seats),
    (by, left): (ClaimBy, i32),
) -> Result<BookPlacesError, Unexpected> {
    let Some(now) = find_sale(tx, sale.event_id).await?.filter(|now| now.modes.is_some()) else {
        return Ok(BookPlacesError::NotEnoughPlaces { left });
    };
    Ok(modes::refusal(&now, wanted, by).map_or(BookPlacesError::NotEnoughPlaces { left }, BookPlacesError::ModeFull))
}

/// Those who are to wait are as many as one form may ask for, and there are no seats for them (GRP-10). Behind the claim, whose
/// row is locked.
async fn check_rest(tx: &Tx, sale: &EventSale, command: &BookPlaces) -> Result<(), BookPlacesError> {
    let Some(rest) = command.rest else { return Ok(()) };
    if rest.places > sale.most_places {
        return Err(BookPlacesError::TooManyPlaces { most: sale.most_places });
    }
    let left = find_sale(tx, sale.event_id).await?.map_or(0, |sale| sale.free_seats());
    if left > 0 { Err(BookPlacesError::NobodyHasToWait { left }) } else { Ok(()) }
}
