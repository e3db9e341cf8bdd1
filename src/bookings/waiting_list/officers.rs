//! What officers do with a list: put somebody before others, offer a free seat out of turn, remove an entry, let people see
//! about where they stand (WTL-3). Every act is in the audit under the officer's name.

use super::entry_state::EntryState;
use super::free_seats::FreeSeats;
use super::leave::{GiveUp, give_up_in};
use super::note::note;
use super::offer_life::Handing;
use super::open_list::OpenList;
use super::store;
use super::tend::{Offering, make_offer, tend_list};
use super::turns::FIRST_OF_ALL;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::modes::PlaceMode;
use crate::bookings::sale::store::lock_seats;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::unexpected_from;

/// Why an officer's act did nothing.
#[derive(Debug, thiserror::Error)]
pub enum OfficerError {
    /// Not of this list, or it ended.
    #[error("This entry is no longer on the list. The list below shows how it stands.")]
    Gone,
    /// Every seat is taken or offered.
    #[error("No seat is free to be offered. Raise the number of places, or wait until one is given back.")]
    NoSeat,
    /// They want more together than there is.
    #[error("They asked for all places together, and there are not so many free.")]
    NotEnough,
    /// Too close to the start, or bookings have closed.
    #[error(
        "Offers are not made any more this close to the start: who comes first has the place, and everyone was told."
    )]
    TooLate,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(OfficerError);

/// Puts an entry before others, or back among them.
pub async fn set_priority(
    app: &App,
    (event_id, entry_id): (i64, i64),
    priority: i32,
    actor: Actor,
) -> Result<(), OfficerError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            lock_seats(tx, event_id).await?;
            let found = store::find_entry(tx, entry_id).await?.filter(|entry| entry.event_id == event_id);
            let entry = found.ok_or(OfficerError::Gone)?;
            let priority = priority.clamp(0, FIRST_OF_ALL);
            if !store::update_priority(tx, entry.id, priority).await? {
                return Err(OfficerError::Gone);
            }
            let value = |priority: i32| serde_json::json!({ "priority": priority });
            let values = (value(entry.priority), value(priority));
            let entry = Entry {
                actor,
                action: "waiting_list.priority_set",
                subject_kind: "waiting_entry",
                subject_id: entry_id,
                reason: None,
                values: Some(values),
            };
            record(tx, entry, now).await?;
            Ok(tend_list(app, tx, event_id, now).await?)
        })
        .await
}

/// Offers free seats to an entry whose turn it may not be.
pub async fn offer_now(app: &App, (event_id, entry_id): (i64, i64), actor: Actor) -> Result<(), OfficerError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            lock_seats(tx, event_id).await?;
            let list = OpenList::load(app, tx, event_id, now).await?;
            let found = store::find_entry(tx, entry_id).await?.filter(|entry| entry.event_id == event_id);
            let entry = found.filter(|entry| entry.state == EntryState::Waiting.word()).ok_or(OfficerError::Gone)?;
            let Handing::InTurn { until } = list.handing else { return Err(OfficerError::TooLate) };
            let (free, mode) = FreeSeats::of(&list.sale).for_wish(PlaceMode::parse(&entry.mode));
            if free == 0 {
                return Err(OfficerError::NoSeat);
            }
            if entry.all_together && entry.places > free {
                return Err(OfficerError::NotEnough);
            }
            let seats = std::cmp::min(entry.places, free);
            if !make_offer(app, tx, &list, Offering { entry_id, seats, mode, until }, now).await? {
                return Err(OfficerError::NoSeat);
            }
            note(tx, actor, ("waiting_list.offered_by_officer", entry_id), now).await?;
            Ok(tend_list(app, tx, event_id, now).await?)
        })
        .await
}

/// Takes an entry off the list; the seats offered to it go to the next person.
pub async fn remove_entry(app: &App, (event_id, entry_id): (i64, i64), actor: Actor) -> Result<(), OfficerError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let found = store::find_entry(tx, entry_id).await?.filter(|entry| entry.event_id == event_id);
            let entry = found.ok_or(OfficerError::Gone)?;
            let is_gone = give_up_in(app, tx, (entry.id, GiveUp::Leave, actor), now).await?;
            if is_gone { Ok(()) } else { Err(OfficerError::Gone) }
        })
        .await
}

/// Lets people on the list see about where they stand, or not.
pub async fn show_position(app: &App, event_id: i64, shows: bool, actor: Actor) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            store::set_shows_position(tx, event_id, shows).await?;
            let value = |shows: bool| serde_json::json!({ "shows_position": shows });
            let entry = Entry {
                actor,
                action: "waiting_list.position_shown",
                subject_kind: "event",
                subject_id: event_id,
                reason: None,
                values: Some((value(!shows), value(shows))),
            };
            Ok(record(tx, entry, now).await?)
        })
        .await
}
