//! Joins the waiting list of a full event (WTL-1): a name, an address, how many places, together or not; never a payment
//! (WTL-13). A second try by somebody signed in under the address changes the first and keeps its turn.

use entity::waiting_entry;
use sea_orm::ActiveValue::Set;

use super::elsewhere::store::set_leaves_for_other_date;
use super::emails;
use super::note::note;
use super::offer_life::Handing;
use super::open_list::OpenList;
use super::store;
use super::tend::tend_list;
use super::wish::left_for;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::{self, PlaceMode};
use crate::bookings::sale::store::lock_seats;
use crate::bookings::store::has_live_twin;
use crate::db::Tx;
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};
use crate::limits::{self, Limit};

/// Entries one client may make; a whole council may share an address.
const JOINS: Limit = Limit { what: "waiting-list", most: 40, window: chrono::Duration::minutes(10) };
/// Messages about joining that one address gets; more are not sent, so that nobody can be flooded by somebody else.
const LETTERS: Limit = Limit { what: "waiting-list-letters", most: 6, window: chrono::Duration::hours(1) };

/// The command.
#[derive(Clone, Debug)]
pub struct JoinWaitingList {
    /// Which event.
    pub event_id: i64,
    /// The signed-in person, if any.
    pub person_id: Option<i64>,
    /// Who waits.
    pub name: PersonName,
    /// Where we write to.
    pub email: EmailAddress,
    /// How many places.
    pub places: i32,
    /// All of them or none.
    pub all_together: bool,
    /// In the room or online; either, or on a date of one kind, none (SES-8).
    pub mode: Option<PlaceMode>,
    /// A place on another date of the course ends the entry (WTL-11).
    pub leaves_for_other_date: bool,
}

/// Why nobody was put on the list.
#[derive(Debug, thiserror::Error)]
pub enum JoinWaitingListError {
    /// Bookings are closed, or not open yet.
    #[error("Bookings for this date are not open, so it has no waiting list. Other dates are on the events page.")]
    NotOpen,
    /// ELG-12: a seat would be kept from those who have a code, for somebody who cannot book it.
    #[error("This date is booked with a code, so it has no public waiting list. Other dates are on the events page.")]
    CodeOnly,
    /// There are places; nobody has to wait.
    #[error("{}", free_words(*left))]
    NotFull {
        /// How many.
        left: i32,
    },
    /// DUP-1.
    #[error(
        "You have a place on this date already; the email that confirmed it has the link to it. To wait for somebody else, give their name and address."
    )]
    HasPlace,
    /// More than one booking may hold.
    #[error(
        "One entry waits for at most {most} places. For a larger group, ask us about training in your own authority."
    )]
    TooMany {
        /// The limit.
        most: i32,
    },
    /// This client has joined as often as one may; again after so many seconds.
    #[error("Many entries have been made from here in a short time. Wait a few minutes and send the form again.")]
    TooOften {
        /// How long to wait.
        seconds: u32,
    },
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(JoinWaitingListError);

fn free_words(left: i32) -> String {
    match left {
        1 => "1 place has just come free, so there is no need to wait. Book it now.".to_owned(),
        left => format!("{left} places have just come free, so there is no need to wait. Book them now."),
    }
}

/// Puts somebody on the list, or changes what they asked for. `client` is the address they come from, whose tries are counted.
pub async fn join_waiting_list(
    app: &App,
    command: &JoinWaitingList,
    client: Option<&str>,
) -> Result<(), JoinWaitingListError> {
    let now = app.now();
    // In a transaction of its own: what is refused counts too, or names and addresses could be tried without end.
    if let Some(client) = client {
        let counted = app.db.write_tx(async |tx| limits::hit(tx, JOINS, client, now).await).await?;
        counted.map_err(|seconds| JoinWaitingListError::TooOften { seconds })?;
    }
    app.db
        .write_tx(async |tx| {
            lock_seats(tx, command.event_id).await?;
            let list = OpenList::load(app, tx, command.event_id, now).await?;
            check(&list, command.places)?;
            let folded = command.email.folded();
            let open = store::find_open_entry_of(tx, command.event_id, &folded).await?;
            let left = left_for(&list.sale, command.mode);
            if open.is_none() && left > 0 {
                return Err(JoinWaitingListError::NotFull { left });
            }
            let twin = (folded.as_str(), command.name.folded());
            if has_live_twin(tx, command.event_id, (twin.0, &twin.1), None).await? {
                return Err(JoinWaitingListError::HasPlace);
            }
            let entry = match open {
                Some(open) => {
                    let wish = (command.places, command.all_together);
                    let entry = change(tx, open, command.person_id, (wish, command.leaves_for_other_date)).await?;
                    if command.person_id.is_some() && list.sale.modes.is_some() {
                        store::update_mode(tx, entry.id, command.mode).await?;
                    }
                    entry
                }
                // A wish for one kind means nothing where there is one kind only.
                None => write(tx, (command, command.mode.filter(|_| list.sale.modes.is_some())), now).await?,
            };
            tell(app, tx, (&entry, &list), now).await?;
            Ok(tend_list(app, tx, command.event_id, now).await?)
        })
        .await
}

fn check(list: &OpenList, places: i32) -> Result<(), JoinWaitingListError> {
    if matches!(list.handing, Handing::Ended | Handing::Paused) {
        return Err(JoinWaitingListError::NotOpen);
    }
    if list.sale.rules.code_only {
        return Err(JoinWaitingListError::CodeOnly);
    }
    let most = list.sale.most_places;
    if places > most { Err(JoinWaitingListError::TooMany { most }) } else { Ok(()) }
}

async fn write(
    tx: &Tx,
    (command, mode): (&JoinWaitingList, Option<PlaceMode>),
    now: Instant,
) -> Result<waiting_entry::Model, Unexpected> {
    let row = store::new_entry(
        (command.event_id, command.person_id),
        (command.name.as_str().to_owned(), command.name.folded()),
        (command.email.as_str().to_owned(), command.email.folded()),
        (command.places, command.all_together),
        now,
    );
    let (leaves_for_other_date, mode) = (Set(command.leaves_for_other_date), Set(modes::stored(mode)));
    let row = waiting_entry::ActiveModel { leaves_for_other_date, mode, ..row };
    let entry = store::insert_entry(tx, row).await?;
    note(tx, Actor::person_or_visitor(command.person_id), ("waiting_list.joined", entry.id), now).await?;
    Ok(entry)
}

/// Whoever typed the address again may be somebody else: the name stays as it was, and only somebody signed in under the address
/// changes the wish. Anybody else is mailed the entry's own link, which does (WTL-1).
pub(super) async fn change(
    tx: &Tx,
    entry: waiting_entry::Model,
    person_id: Option<i64>,
    (wish, leaves_for_other_date): ((i32, bool), bool),
) -> Result<waiting_entry::Model, Unexpected> {
    if person_id.is_none() {
        return Ok(entry);
    }
    store::update_wish(tx, entry.id, wish).await?;
    set_leaves_for_other_date(tx, entry.id, leaves_for_other_date).await?;
    store::find_entry(tx, entry.id).await?.context("an entry that was changed is missing")
}

async fn tell(
    app: &App,
    tx: &Tx,
    (entry, list): (&waiting_entry::Model, &OpenList),
    now: Instant,
) -> Result<(), Unexpected> {
    if limits::hit(tx, LETTERS, &entry.folded_email, now).await?.is_err() {
        return Ok(());
    }
    emails::queue_joined(app, tx, (entry, &list.event), now).await
}

/// Joins again with what an entry asked for, at the back (WTL-9). Gives the new entry, or the one that is open already.
pub(super) async fn join_again(
    app: &App,
    tx: &Tx,
    entry: &waiting_entry::Model,
    now: Instant,
) -> Result<waiting_entry::Model, JoinWaitingListError> {
    lock_seats(tx, entry.event_id).await?;
    let list = OpenList::load(app, tx, entry.event_id, now).await?;
    check(&list, entry.places)?;
    if let Some(open) = store::find_open_entry_of(tx, entry.event_id, &entry.folded_email).await? {
        return Ok(open);
    }
    let left = left_for(&list.sale, PlaceMode::parse(&entry.mode));
    if left > 0 {
        return Err(JoinWaitingListError::NotFull { left });
    }
    let again = again_row(entry, now);
    let again = store::insert_entry(tx, again).await?;
    note(tx, Actor::Link, ("waiting_list.joined", again.id), now).await?;
    tell(app, tx, (&again, &list), now).await?;
    tend_list(app, tx, entry.event_id, now).await?;
    Ok(again)
}

fn again_row(entry: &waiting_entry::Model, now: Instant) -> waiting_entry::ActiveModel {
    let row = store::new_entry(
        (entry.event_id, entry.person_id),
        (entry.name.clone(), entry.folded_name.clone()),
        (entry.email.clone(), entry.folded_email.clone()),
        (entry.places, entry.all_together),
        now,
    );
    waiting_entry::ActiveModel {
        beside_booking_id: Set(entry.beside_booking_id),
        leaves_for_other_date: Set(entry.leaves_for_other_date),
        mode: Set(entry.mode.clone()),
        ..row
    }
}
