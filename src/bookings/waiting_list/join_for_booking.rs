//! Puts somebody on the list because of a booking: for the places that were not there any more (GRP-10), or because the money came
//! when the place had gone (HLD-5).

use entity::{booking, waiting_entry};
use sea_orm::ActiveValue::Set;

use super::emails;
use super::entry_state::EntryState;
use super::join::change;
use super::note::note;
use super::offer_life::Handing;
use super::open_list::OpenList;
use super::store;
use super::tend::tend_list;
use super::turns::PAID_TOO_LATE;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::{self, Seats};
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};

/// Puts whoever booked for others on the list for the places that were not there any more (GRP-10), in the booking's own
/// transaction.
pub(in crate::bookings) async fn join_with_the_rest(
    app: &App,
    tx: &Tx,
    (event_id, booking_id): (i64, i64),
    (places, all_together): (i32, bool),
    now: Instant,
) -> Result<(), Unexpected> {
    let booking = crate::bookings::store::load_booking(tx, booking_id).await?;
    let (name, email) = booker_of(&booking)?;
    lock_seats(tx, event_id).await?;
    let list = OpenList::load(app, tx, event_id, now).await?;
    let open = store::find_open_entry_of(tx, event_id, &email.folded()).await?;
    let entry = if let Some(open) = open {
        let leaves = open.leaves_for_other_date;
        change(tx, open, booking.booker_person_id, ((places, all_together), leaves)).await?
    } else {
        let row = new_row(event_id, &booking, (&name, &email), (places, all_together), now);
        let row = waiting_entry::ActiveModel { beside_booking_id: Set(Some(booking_id)), ..row };
        store::insert_entry(tx, row).await?
    };
    let actor = Actor::person_or_visitor(booking.booker_person_id);
    note(tx, actor, ("waiting_list.joined", entry.id), now).await?;
    emails::queue_joined(app, tx, (&entry, &list.event), now).await
}

/// HLD-5: the money came when the place had gone. The payer goes before everybody on the list.
pub(in crate::bookings) async fn join_before_all(
    app: &App,
    tx: &Tx,
    (booking, seats): (&booking::Model, Seats),
    now: Instant,
) -> Result<(), Unexpected> {
    let (places, mode) = (seats.places, modes::stored(seats.only_mode()));
    let (name, email) = booker_of(booking)?;
    lock_seats(tx, booking.event_id).await?;
    let list = OpenList::load(app, tx, booking.event_id, now).await?;
    if matches!(list.handing, Handing::Ended | Handing::Paused) {
        return Ok(());
    }
    let entry = match store::find_open_entry_of(tx, booking.event_id, &email.folded()).await? {
        Some(open) if open.state == EntryState::Offered.word() => return Ok(()),
        Some(open) => {
            store::update_priority(tx, open.id, PAID_TOO_LATE).await?;
            store::update_wish(tx, open.id, (places, open.all_together)).await?;
            store::update_mode(tx, open.id, seats.only_mode()).await?;
            store::find_entry(tx, open.id).await?.context("an entry that was changed is missing")?
        }
        None => {
            let row = new_row(booking.event_id, booking, (&name, &email), (places, false), now);
            store::insert_entry(tx, waiting_entry::ActiveModel { priority: Set(PAID_TOO_LATE), mode: Set(mode), ..row })
                .await?
        }
    };
    note(tx, Actor::System, ("waiting_list.joined", entry.id), now).await?;
    emails::queue_joined(app, tx, (&entry, &list.event), now).await?;
    tend_list(app, tx, booking.event_id, now).await
}

fn booker_of(booking: &booking::Model) -> Result<(PersonName, EmailAddress), Unexpected> {
    let name = PersonName::parse(&booking.booker_name).context("the name of a booker")?;
    let email = EmailAddress::parse(&booking.booker_email).context("the address of a booker")?;
    Ok((name, email))
}

fn new_row(
    event_id: i64,
    booking: &booking::Model,
    (name, email): (&PersonName, &EmailAddress),
    wish: (i32, bool),
    now: Instant,
) -> waiting_entry::ActiveModel {
    store::new_entry(
        (event_id, booking.booker_person_id),
        (name.as_str().to_owned(), name.folded()),
        (email.as_str().to_owned(), email.folded()),
        wish,
        now,
    )
}
