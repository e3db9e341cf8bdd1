//! Puts a place over from the room to the screen or back (SES-8): free, in one transaction, while a seat of the other kind is left.
//! The new seat is taken before the old one is given back, so nobody is ever left without one.

use entity::{booking, place};

use super::seats::PlaceMode;
use super::views::{SwitchWindow, switch_window};
use super::{emails, store};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::place_change::queries::find_waiting;
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::find_sale;
use crate::bookings::sale::store::lock_seats;
use crate::bookings::store as bookings;
use crate::bookings::waiting_list::tend_list;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{Instant, Unexpected};
use crate::{limits, payments};

/// Switches of one place that write a letter: more in a day are somebody playing.
const OF_PLACE: limits::Limit = limits::Limit { what: "place-switches", most: 6, window: chrono::Duration::days(1) };

/// The command.
#[derive(Clone, Copy, Debug)]
pub struct SwitchMode {
    /// Which place.
    pub place_id: i64,
    /// How the person takes part from now on.
    pub to: PlaceMode,
    /// An officer acts: after bookings have closed too, and past the waiting list.
    pub by_officer: bool,
    /// For the audit.
    pub actor: Actor,
}

/// Why not; each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum SwitchModeError {
    /// Cancelled, moved, or not paid yet; or the date has one kind of place.
    #[error("This place cannot be switched. Its page shows how it stands.")]
    NotSwitchable,
    /// It is so already.
    #[error("This place is {} already.", .0.words())]
    SameAlready(PlaceMode),
    /// The event has begun.
    #[error("The event has started, so the place stays as it is. Write to us if something is wrong.")]
    Started,
    /// To the room, after bookings have closed.
    #[error(
        "The room is being set up, so places in it can no longer be added. Write to us if you need to come in person."
    )]
    RoomClosed,
    /// Nothing is left there, or somebody waits for it.
    #[error("No place is free {} now, so nothing has changed and you keep the one you have.", .0.words())]
    Full(PlaceMode),
    /// Another change waits for its payment.
    #[error("Another change of this booking waits for payment. Pay for it, or leave it, on the booking’s page first.")]
    ChangeWaiting,
    /// Each switch writes to somebody.
    #[error("This place has been switched many times today. Try again tomorrow, or write to us.")]
    TooOften,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(SwitchModeError);

/// Switches, or says why not and changes nothing.
pub async fn switch_mode(app: &App, command: SwitchMode) -> Result<(), SwitchModeError> {
    let now = app.now();
    app.db.write_tx(async |tx| switch_in(app, tx, command, now).await).await
}

/// Charge, booking, place, then seats: the order of every change (see the crate's walkthroughs).
async fn switch_in(app: &App, tx: &Tx, command: SwitchMode, now: Instant) -> Result<(), SwitchModeError> {
    let known = bookings::find_place(tx, command.place_id).await?.context("a place to be switched is missing")?;
    match bookings::load_booking(tx, known.booking_id).await?.charge_id {
        Some(charge_id) => payments::lock_charge(tx, charge_id).await?,
        None => bookings::lock_booking(tx, known.booking_id).await?,
    }
    lock_seats(tx, known.event_id).await?;
    // Read behind the locks: whatever was being done to the place or to the date is done now.
    let place = bookings::find_place(tx, command.place_id).await?.context("a place to be switched is missing")?;
    let booking = bookings::load_booking(tx, place.booking_id).await?;
    let event = load_event(tx, EventId(place.event_id)).await?;
    check_place(&place, &event, command.to)?;
    if find_waiting(tx, booking.id).await?.is_some() {
        return Err(SwitchModeError::ChangeWaiting);
    }
    if !command.by_officer && limits::hit(tx, OF_PLACE, &place.id.to_string(), now).await?.is_err() {
        return Err(SwitchModeError::TooOften);
    }
    if !store::mark_switched(tx, place.id, command.to).await? {
        return Err(SwitchModeError::NotSwitchable);
    }
    exchange_seats(app, tx, (&place, &event), command, now).await?;
    note(tx, (&place, command), now).await?;
    tell(app, tx, (&booking, place.id), (&event, command.by_officer), now).await?;
    // Whoever waits for the seat that was left comes before the public.
    Ok(tend_list(app, tx, event.id.0, now).await?)
}

fn check_place(place: &place::Model, event: &EventDetails, to: PlaceMode) -> Result<(), SwitchModeError> {
    if place.state != BookingState::Confirmed.word() || event.is_cancelled() {
        return Err(SwitchModeError::NotSwitchable);
    }
    match PlaceMode::parse(&place.mode) {
        None => Err(SwitchModeError::NotSwitchable),
        Some(mode) if mode == to => Err(SwitchModeError::SameAlready(to)),
        Some(_) => Ok(()),
    }
}

/// The date's own pool was waited at first, as by everybody, and keeps its number: the place is one place before and after.
async fn exchange_seats(
    app: &App,
    tx: &Tx,
    (place, event): (&place::Model, &EventDetails),
    command: SwitchMode,
    now: Instant,
) -> Result<(), SwitchModeError> {
    let sale = find_sale(tx, event.id.0).await?.context("a booked event is not on sale")?;
    let pools = sale.modes.ok_or(SwitchModeError::NotSwitchable)?;
    match switch_window(command.to, (event, &sale), now) {
        SwitchWindow::Begun => return Err(SwitchModeError::Started),
        SwitchWindow::Closed if !command.by_officer => return Err(SwitchModeError::RoomClosed),
        SwitchWindow::Open | SwitchWindow::Closed => {}
    }
    let by = if command.by_officer { ClaimBy::PastTheList } else { ClaimBy::Public };
    if !app.claim.claim(tx, pools.pool(command.to).id, 1, by).await? {
        return Err(SwitchModeError::Full(command.to));
    }
    Ok(store::give_back(tx, place.event_id, command.to.other(), 1).await?)
}

async fn note(tx: &Tx, (place, command): (&place::Model, SwitchMode), now: Instant) -> Result<(), Unexpected> {
    let value = |mode: &str| serde_json::json!({ "mode": mode });
    let entry = Entry {
        actor: command.actor,
        action: "place.mode_switched",
        subject_kind: "place",
        subject_id: place.id,
        reason: None,
        values: Some((value(&place.mode), value(command.to.word()))),
    };
    Ok(record(tx, entry, now).await?)
}

async fn tell(
    app: &App,
    tx: &Tx,
    (booking, place_id): (&booking::Model, i64),
    (event, by_officer): (&EventDetails, bool),
    now: Instant,
) -> Result<(), Unexpected> {
    let place = bookings::find_place(tx, place_id).await?.context("a place that was switched is missing")?;
    emails::queue_switched(app, tx, (booking, &place), (event, by_officer), now).await
}
