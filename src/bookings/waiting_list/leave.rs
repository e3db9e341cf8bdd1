//! What a person does with their own entry by its link: decline an offer, leave, join again at the back, ask for another
//! number of places (WTL-1, WTL-8, WTL-9). A seat given up goes to the next person in the same transaction.

use entity::waiting_entry;

use super::elsewhere::store::set_leaves_for_other_date;
use super::entry_state::{EntryEvent, EntryState, transition};
use super::join::{JoinWaitingListError, join_again};
use super::note::note;
use super::offers::{self, OfferEnd};
use super::store;
use super::tend::{end_offer, tend_list};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::{PlaceMode, Seats};
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Declines an offer, or leaves the list: whichever the entry's state allows. False when it had ended before.
pub async fn give_up(app: &App, entry_id: i64, event: GiveUp, actor: Actor) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| give_up_in(app, tx, (entry_id, event, actor), now).await).await
}

/// How an entry is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// The offer is declined.
    Decline,
    /// The list is left, with the offer if there is one.
    Leave,
}

/// The same in the caller's transaction.
pub(super) async fn give_up_in(
    app: &App,
    tx: &Tx,
    (entry_id, how, actor): (i64, GiveUp, Actor),
    now: Instant,
) -> Result<bool, Unexpected> {
    let known = store::find_entry(tx, entry_id).await?.context("an entry to be given up is missing")?;
    lock_seats(tx, known.event_id).await?;
    // Read again behind the lock: an offer that was being made or ended is done now.
    let entry = store::find_entry(tx, entry_id).await?.context("an entry to be given up is missing")?;
    let from = EntryState::parse(&entry.state);
    let (event, end, action) = match how {
        GiveUp::Decline => (EntryEvent::Declined, OfferEnd::Declined, "waiting_list.declined"),
        GiveUp::Leave => (EntryEvent::Left, OfferEnd::Withdrawn, "waiting_list.left"),
    };
    let Some(to) = transition(from, event) else { return Ok(false) };
    if let Some(offer) = offers::store::find_open_offer(tx, entry_id).await? {
        let seats = Seats::of(offer.seats, PlaceMode::parse(&offer.mode));
        end_offer(tx, (offer.event_id, offer.capacity_pool_id), (offer.id, seats), end, now).await?;
    }
    if !store::mark_entry(tx, entry_id, (from, to), now).await? {
        return Ok(false);
    }
    note(tx, actor, (action, entry_id), now).await?;
    tend_list(app, tx, entry.event_id, now).await?;
    Ok(true)
}

/// Joins again at the back with one click (WTL-9).
pub async fn return_to_list(app: &App, entry_id: i64) -> Result<waiting_entry::Model, JoinWaitingListError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let entry = store::find_entry(tx, entry_id).await?.context("an entry to join again is missing")?;
            join_again(app, tx, &entry, now).await
        })
        .await
}

/// Asks for another number of places, and says whether a place on another date ends the wait (WTL-11); the turn is kept. False when the entry no longer waits.
pub async fn change_wish(
    app: &App,
    entry_id: i64,
    ((places, all_together), mode): ((i32, bool), Option<PlaceMode>),
    leaves_for_other_date: bool,
    actor: Actor,
) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let entry = store::find_entry(tx, entry_id).await?.context("an entry to be changed is missing")?;
            lock_seats(tx, entry.event_id).await?;
            if !store::update_wish(tx, entry_id, (places, all_together)).await? {
                return Ok(false);
            }
            store::update_mode(tx, entry_id, mode).await?;
            set_leaves_for_other_date(tx, entry_id, leaves_for_other_date).await?;
            note(tx, actor, ("waiting_list.changed", entry_id), now).await?;
            tend_list(app, tx, entry.event_id, now).await?;
            Ok(true)
        })
        .await
}
