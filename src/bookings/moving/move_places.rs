//! Moves places of a booking to another date of the same course, or says why not. A dearer date is paid for first: its seats are
//! kept meanwhile, and nothing else is different until the money is here (TRF-3).

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::carry_out::Moving;
use super::decide_move::{MovePreview, decide_move};
use super::may_move::{MayNotMove, MoveFacts};
use super::queries::was_moved_by_booker;
use super::seats_there::{full_words, mode_full_words, seats_there};
use super::where_to::{find_other_date, may_all_come};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::{event_dates, sale_facts};
use crate::bookings::invoicing::is_on_invoice;
use crate::bookings::modes::PlaceMode;
use crate::bookings::place_change::queries::find_waiting;
use crate::bookings::place_change::start_change::{NewChange, Started, Wanted, start_change};
use crate::bookings::refund_terms::{PolicyDates, RefundTerms};
use crate::bookings::release_expired_holds::release_expired_holds;
use crate::bookings::sale::{EventSale, find_sale};
use crate::bookings::sale_window::NotOnSale;
use crate::bookings::store as bookings;
use crate::bookings::what_comes_back::{is_disputed, refund_terms};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments;

/// The command.
#[derive(Clone, Debug)]
pub struct MovePlaces {
    /// Which booking.
    pub booking_id: i64,
    /// Which of its places; none for all that are live.
    pub place_id: Option<i64>,
    /// The other date.
    pub to_event_id: i64,
    /// An officer acts.
    pub by_officer: bool,
    /// For the audit.
    pub actor: Actor,
    /// What the page showed: to be paid first, and to come back.
    pub shown: Option<(Pence, Pence)>,
    /// Why, in an officer's words; may be empty.
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Done: the booking that goes on.
    Done {
        /// Its row.
        booking_id: i64,
    },
    /// The seats are kept until the difference is paid.
    AwaitsPayment(Started),
}

/// Why nothing was moved; each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum MovePlacesError {
    /// Nothing live among those named.
    #[error("These places are not booked any more, so they cannot be moved. The booking’s page shows how it stands.")]
    NotBooked,
    /// TRF-1, REF-18, REF-19.
    #[error("{0}")]
    MayNot(MayNotMove),
    /// TRF-1.
    #[error("A place can only be moved to another date of the same course. Choose one of the dates listed here.")]
    OtherCourse,
    /// INH-6: an authority's training is arranged with the authority.
    #[error(
        "This is training for one authority, so its places cannot be moved to other dates here. Ask whoever arranged it, or write to us."
    )]
    OneAuthority,
    /// The other date cannot be booked.
    #[error("{0}")]
    NotOnSale(NotOnSale),
    /// TRF-2.
    #[error("{}", full_words(*left))]
    Full {
        /// Seats left there.
        left: i32,
    },
    /// DUP-1.
    #[error("{name} has a place on that date already. Choose another date, or name somebody else first.")]
    AlreadyBooked {
        /// Whose.
        name: String,
    },
    /// The amounts are not what the page showed.
    #[error(
        "What the move costs has changed since this page was opened. Nothing has been moved; look at it again, and confirm if you still want to."
    )]
    Changed,
    /// One change waits at a time.
    #[error("Another change of this booking waits for payment. Pay for it, or leave it, on the booking’s page first.")]
    ChangeWaiting,
    /// SES-8: the other date has too few of one kind.
    #[error("{}", mode_full_words(*mode, *left))]
    ModeFull {
        /// Which kind.
        mode: PlaceMode,
        /// How many of it are left.
        left: i32,
    },
    /// No card gateway.
    #[error("The other date costs more, and card payments are not set up. Write to us and we will arrange it.")]
    NoCardPayments,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(MovePlacesError);

/// Everything a move is decided by.
pub struct MoveCase {
    /// The live places that are to move, in their order.
    pub places: Vec<place::Model>,
    /// Whether others stay behind.
    pub is_part: bool,
    /// The date they are on.
    pub from: EventDetails,
    /// How it is sold.
    pub from_sale: EventSale,
    /// The other date.
    pub to: EventDetails,
    /// How it is sold.
    pub to_sale: EventSale,
    /// What the move comes to.
    pub preview: MovePreview,
    /// It is paid by invoice: a difference goes onto that, and nothing is paid first (TRF-4).
    pub on_invoice: bool,
    /// What a refund hangs on after the move (REF-14).
    pub terms_after: RefundTerms,
}

/// Reads and decides; writes nothing. Page and act both come here.
pub async fn look_at_move(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    (place_id, to_event_id): (Option<i64>, i64),
    by_officer: bool,
    now: Instant,
) -> Result<MoveCase, MovePlacesError> {
    let live: Vec<place::Model> = bookings::load_places(db, booking.id)
        .await?
        .into_iter()
        .filter(|place| place.state == BookingState::Confirmed.word())
        .collect();
    let live_count = live.len();
    let places: Vec<place::Model> = live.into_iter().filter(|place| place_id.is_none_or(|id| place.id == id)).collect();
    if places.is_empty() {
        return Err(MovePlacesError::NotBooked);
    }
    let from = load_event(db, EventId(booking.event_id)).await?;
    let terms = check_may_move(db, booking, &from, by_officer, now).await?;
    let to = find_other_date(db, &from, to_event_id).await?.ok_or(MovePlacesError::OtherCourse)?;
    let from_sale = find_sale(db, from.id.0).await?.context("a booked event is not on sale")?;
    let to_sale = find_sale(db, to.id.0).await?.ok_or(MovePlacesError::NotOnSale(NotOnSale::NotPublished))?;
    if !may_all_come(db, (booking, &places), (&to_sale, by_officer), now).await? {
        return Err(MovePlacesError::OtherCourse);
    }
    check_open(&to, &to_sale, by_officer, now)?;
    let chosen: Vec<&place::Model> = places.iter().collect();
    let preview = decide_move(&chosen, (from_sale.prices, to_sale.prices), terms.decide(now));
    let terms_after = terms_after(terms, &to, &to_sale)?;
    let (is_part, on_invoice) = (places.len() < live_count, is_on_invoice(db, booking).await?);
    Ok(MoveCase { places, is_part, from, from_sale, to, to_sale, preview, on_invoice, terms_after })
}

/// TRF-1, REF-18, REF-19: whether these hands may move it now. Gives the terms the decision was made by.
pub async fn check_may_move(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    from: &EventDetails,
    by_officer: bool,
    now: Instant,
) -> Result<RefundTerms, MovePlacesError> {
    if booking.state != BookingState::Confirmed.word() || from.is_cancelled() {
        return Err(MovePlacesError::NotBooked);
    }
    if from.is_private() {
        return Err(MovePlacesError::OneAuthority);
    }
    let (terms, moved_before, is_disputed) = tokio::try_join!(
        refund_terms(db, booking, from),
        async { Ok(was_moved_by_booker(db, booking.id).await?) },
        is_disputed(db, booking),
    )?;
    let facts = MoveFacts {
        dates: terms.own.dates,
        moved_before,
        is_disputed,
        has_choice: terms.open_choice(now).is_some(),
        by_officer,
    };
    facts.check(now).map_err(MovePlacesError::MayNot)?;
    Ok(terms)
}

/// An officer may move somebody to a date whose bookings have closed, not to one that has begun or is not on the site.
fn check_open(to: &EventDetails, sale: &EventSale, by_officer: bool, now: Instant) -> Result<(), MovePlacesError> {
    match sale_facts(to, sale).check(now) {
        Err(NotOnSale::Closed) if by_officer => Ok(()),
        other => other.map_err(MovePlacesError::NotOnSale),
    }
}

fn terms_after(terms: RefundTerms, to: &EventDetails, to_sale: &EventSale) -> Result<RefundTerms, Unexpected> {
    let own =
        PolicyDates { policy: to_sale.policy.clone(), dates: event_dates(to).context("a date on sale has no day")? };
    let (payer, booked_on) = (terms.payer, terms.booked_on);
    let earlier = std::iter::once(terms.own).chain(terms.earlier).collect();
    Ok(RefundTerms { payer, booked_on, own, earlier, choice_until: None })
}

/// Moves, or says why not and changes nothing.
pub async fn move_places(app: &App, command: &MovePlaces) -> Result<Moved, MovePlacesError> {
    let now = app.now();
    // In a transaction of its own: it locks charges of others, which must not happen behind the lock of ours.
    app.db.write_tx(async |tx| release_expired_holds(app, tx, command.to_event_id, now).await).await?;
    app.db.write_tx(async |tx| move_in(app, tx, command, now).await).await
}

async fn move_in(app: &App, tx: &Tx, command: &MovePlaces, now: Instant) -> Result<Moved, MovePlacesError> {
    match bookings::load_booking(tx, command.booking_id).await?.charge_id {
        Some(charge_id) => payments::lock_charge(tx, charge_id).await?,
        None => bookings::lock_booking(tx, command.booking_id).await?,
    }
    let booking = bookings::load_booking(tx, command.booking_id).await?;
    let wanted = (command.place_id, command.to_event_id);
    let case = look_at_move(tx, &booking, wanted, command.by_officer, now).await?;
    if command.shown != Some((case.preview.due, case.preview.back)) {
        return Err(MovePlacesError::Changed);
    }
    if find_waiting(tx, booking.id).await?.is_some() {
        return Err(MovePlacesError::ChangeWaiting);
    }
    let moving = Moving {
        app,
        tx,
        booking: &booking,
        case: &case,
        by_officer: command.by_officer,
        actor: command.actor,
        reason: &command.reason,
        now,
    };
    moving.check_twins().await?;
    moving.claim_seats().await?;
    let pays_at_once = !case.preview.due.is_zero() && !case.on_invoice;
    if pays_at_once {
        return ask_for_difference(&moving, command.place_id).await.map(Moved::AwaitsPayment);
    }
    let moved = moving.carry_out().await?;
    moving.tell(&moved).await?;
    Ok(Moved::Done { booking_id: moved.booking.id })
}

async fn ask_for_difference(moving: &Moving<'_>, place_id: Option<i64>) -> Result<Started, MovePlacesError> {
    if moving.app.gateway.is_none() {
        return Err(MovePlacesError::NoCardPayments);
    }
    let case = moving.case;
    let new = NewChange {
        booking: moving.booking,
        event: &case.to,
        wanted: Wanted::Date {
            place_id,
            event_id: case.to.id.0,
            pool_id: case.to_sale.pool_id,
            seats: seats_there(case),
        },
        amount: case.preview.due,
        description: format!("{}: difference for a dearer date", case.to.title),
        vat: &case.to_sale.vat,
        by_officer: moving.by_officer,
        actor: moving.actor,
        reason: moving.reason.to_owned(),
    };
    Ok(start_change(moving.app, moving.tx, new, moving.now).await?)
}
