//! Looks at a waiting list and does what is to be done: ends offers whose time is over, offers free seats to whoever is next,
//! ends the list with the event (WTL-4 to WTL-12). One transaction a list; done twice it does nothing the second time.

use entity::waiting_offer;
use sea_orm::ActiveValue::Set;

use super::emails::{self, FreeSeatsFor, ListEnded};
use super::entry_state::{EntryEvent, EntryState, transition};
use super::free_seats::FreeSeats;
use super::note::note;
use super::offers::{self, OfferEnd};
use super::open_list::OpenList;
use super::queries::{lists_in_use, open_entries};
use super::store;
use super::tending::{Act, Ended, ListNow, OpenOffer, Plan, plan};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::{self, PlaceMode, Seats, claim_seats, release_seats};
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::EventSale;
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Looks at every list that is in use. A list that fails does not keep the others waiting.
pub async fn tend_waiting_lists(app: &App) -> Result<(), Unexpected> {
    let mut failed = None;
    for event_id in lists_in_use(app.db.reader()).await? {
        if let Err(error) = tend_if_needed(app, event_id).await {
            failed = Some(error.context(format!("the waiting list of event {event_id}")));
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Reads first, so that a list with nothing to do costs no write.
async fn tend_if_needed(app: &App, event_id: i64) -> Result<(), Unexpected> {
    let now = app.now();
    let (list, plan) = look(app, app.db.reader(), event_id, now).await?;
    if plan.acts.is_empty() && is_as_planned(&list.sale, &plan) {
        return Ok(());
    }
    app.db.write_tx(async |tx| tend_list(app, tx, event_id, now).await).await
}

/// Whether the rows of the pools say already how many keep the public out.
fn is_as_planned(sale: &EventSale, plan: &Plan) -> bool {
    let of_modes = sale.modes.map(|pools| (pools.room.waiting, pools.online.waiting));
    plan.keeps_public_out == sale.waiting && of_modes.is_none_or(|waiting| waiting == plan.keeps_out_of_modes)
}

async fn look(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    event_id: i64,
    now: Instant,
) -> Result<(OpenList, Plan), Unexpected> {
    let list = OpenList::load(app, db, event_id, now).await?;
    let (entries, offers) = open_entries(db, event_id).await?;
    let free = FreeSeats::of(&list.sale);
    let plan = plan(&ListNow { now, handing: list.handing, free, entries, offers });
    Ok((list, plan))
}

/// Does all that is to be done with one list, in the caller's transaction, behind its seats.
pub(in crate::bookings) async fn tend_list(app: &App, tx: &Tx, event_id: i64, now: Instant) -> Result<(), Unexpected> {
    lock_seats(tx, event_id).await?;
    let (list, plan) = look(app, tx, event_id, now).await?;
    let tending = Tending { app, tx, list: &list, now };
    for act in &plan.acts {
        tending.carry_out(*act).await?;
    }
    store::set_people_waiting(tx, list.sale.pool_id, plan.keeps_public_out).await?;
    if let Some(pools) = list.sale.modes {
        store::set_people_waiting(tx, pools.room.id, plan.keeps_out_of_modes.0).await?;
        store::set_people_waiting(tx, pools.online.id, plan.keeps_out_of_modes.1).await?;
    }
    Ok(())
}

/// Seats about to be kept for an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offering {
    pub(super) entry_id: i64,
    pub(super) seats: i32,
    /// Of which kind, where the date has two.
    pub(super) mode: Option<PlaceMode>,
    pub(super) until: Instant,
}

/// Keeps seats for an entry until `until`, and says so. False: there are not so many, or the entry no longer waits.
pub(super) async fn make_offer(
    app: &App,
    tx: &Tx,
    list: &OpenList,
    Offering { entry_id, seats, mode, until }: Offering,
    now: Instant,
) -> Result<bool, Unexpected> {
    let kept = Seats::of(seats, mode);
    if !claim_seats(app, tx, &list.sale, kept, ClaimBy::PastTheList).await? {
        return Ok(false);
    }
    let offered =
        transition(EntryState::Waiting, EntryEvent::Offered).context("nobody who waits can be offered a place")?;
    if !store::mark_entry(tx, entry_id, (EntryState::Waiting, offered), now).await? {
        release_seats(tx, (list.event.id.0, list.sale.pool_id), kept).await?;
        return Ok(false);
    }
    let row = waiting_offer::ActiveModel {
        waiting_entry_id: Set(entry_id),
        event_id: Set(list.event.id.0),
        capacity_pool_id: Set(list.sale.pool_id),
        seats: Set(seats),
        mode: Set(modes::stored(mode)),
        state: Set("open".to_owned()),
        offered_at: Set(now),
        expires_at: Set(until),
        ..Default::default()
    };
    offers::store::insert_offer(tx, row).await?;
    let entry = store::find_entry(tx, entry_id).await?.context("an entry that was offered a place is missing")?;
    emails::queue_offered(app, tx, (&entry, &list.event), (seats, mode, until), now).await?;
    note(tx, Actor::System, ("waiting_list.offered", entry_id), now).await?;
    Ok(true)
}

/// Ends the offer of an entry and gives its seats back. False: it had ended.
pub(super) async fn end_offer(
    tx: &Tx,
    pool: (i64, i64),
    (offer_id, seats): (i64, Seats),
    how: OfferEnd,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !offers::store::mark_offer(tx, offer_id, how, now).await? {
        return Ok(false);
    }
    release_seats(tx, pool, seats).await?;
    Ok(true)
}

/// One list being looked at.
struct Tending<'a> {
    app: &'a App,
    tx: &'a Tx,
    list: &'a OpenList,
    now: Instant,
}

impl Tending<'_> {
    async fn carry_out(&self, act: Act) -> Result<(), Unexpected> {
        let Self { app, tx, list, now } = *self;
        match act {
            Act::EndOffer { offer, why } => self.end_offer(offer, why).await,
            Act::EndEntry { entry_id, why } => self.end_entry(entry_id, EntryState::Waiting, why).await,
            Act::Offer { entry_id, seats, mode, until } => {
                make_offer(app, tx, list, Offering { entry_id, seats, mode, until }, now).await?;
                Ok(())
            }
            Act::TellSomeFree { entry_id, free } => {
                store::mark_told_some_free(tx, entry_id, now).await?;
                self.tell_of_free_seats(entry_id, (FreeSeatsFor::TooFew, free)).await
            }
            Act::TellFirstCome { entry_id, free } => {
                store::mark_told_first_come(tx, entry_id, now).await?;
                self.tell_of_free_seats(entry_id, (FreeSeatsFor::FirstCome, free)).await
            }
            Act::ForgetFirstCome => Ok(store::forget_first_come(tx, list.event.id.0).await?),
        }
    }

    async fn tell_of_free_seats(&self, entry_id: i64, what: (FreeSeatsFor, i32)) -> Result<(), Unexpected> {
        let entry = store::find_entry(self.tx, entry_id).await?.context("an entry to be told is missing")?;
        emails::queue_free_seats(self.app, self.tx, (&entry, &self.list.event), what, self.now).await
    }

    async fn end_offer(&self, offer: OpenOffer, why: Ended) -> Result<(), Unexpected> {
        let how = if why == Ended::TimeOver { OfferEnd::Expired } else { OfferEnd::Withdrawn };
        let (pool, seats) = ((self.list.event.id.0, self.list.sale.pool_id), Seats::of(offer.seats, offer.mode));
        if end_offer(self.tx, pool, (offer.id, seats), how, self.now).await? {
            self.end_entry(offer.entry_id, EntryState::Offered, why).await?;
        }
        Ok(())
    }

    async fn end_entry(&self, entry_id: i64, from: EntryState, why: Ended) -> Result<(), Unexpected> {
        let Self { app, tx, list, now } = *self;
        let event = if why == Ended::TimeOver { EntryEvent::OfferEnded } else { EntryEvent::Closed };
        let Some(to) = transition(from, event).filter(|_| why != Ended::Gone) else { return Ok(()) };
        if !store::mark_entry(tx, entry_id, (from, to), now).await? {
            return Ok(());
        }
        let entry = store::find_entry(tx, entry_id).await?.context("an entry that ended is missing")?;
        let action = if why == Ended::TimeOver { "waiting_list.offer_ended" } else { "waiting_list.ended" };
        note(tx, Actor::System, (action, entry_id), now).await?;
        match why {
            Ended::TimeOver => emails::queue_offer_ended(app, tx, (&entry, &list.event), now).await,
            Ended::List if list.event.is_cancelled() => {
                emails::queue_list_ended(app, tx, (&entry, &list.event), ListEnded::EventCancelled, now).await
            }
            Ended::List => {
                emails::queue_list_ended(app, tx, (&entry, &list.event), ListEnded::BookingsClosed, now).await
            }
            // Whoever has a place knows it; whoever has gone is not written to.
            Ended::HasPlace | Ended::Gone => Ok(()),
        }
    }
}
