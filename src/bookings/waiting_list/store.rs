//! Statements that write waiting lists, or load them to be written. Whoever changes a list first waits at its pool
//! (`lock_seats`); every change of state repeats the old state in its filter, so that zero rows means somebody was first.

use std::collections::BTreeSet;

use entity::{capacity_pool, event_sale, place, waiting_entry, waiting_offer};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::entry_state::EntryState;
use super::offers;
use super::tending::OpenEntry;
use super::turns::Waiting;
use crate::bookings::booking_state::BookingState;
use crate::bookings::modes::{self, PlaceMode};
use crate::kernel::Instant;

const OPEN: [&str; 2] = ["waiting", "offered"];

/// An entry by id, if there is one.
pub async fn find_entry(db: &impl ConnectionTrait, id: i64) -> Result<Option<waiting_entry::Model>, DbErr> {
    waiting_entry::Entity::find_by_id(id).one(db).await
}

/// The open entry of an address on an event's list, if there is one.
pub(super) async fn find_open_entry_of(
    db: &impl ConnectionTrait,
    event_id: i64,
    folded_email: &str,
) -> Result<Option<waiting_entry::Model>, DbErr> {
    waiting_entry::Entity::find()
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .filter(waiting_entry::Column::FoldedEmail.eq(folded_email))
        .filter(waiting_entry::Column::State.is_in(OPEN))
        .one(db)
        .await
}

/// Everything still on an event's list.
pub(super) async fn list_open_entries(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<waiting_entry::Model>, DbErr> {
    waiting_entry::Entity::find()
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .filter(waiting_entry::Column::State.is_in(OPEN))
        .order_by_asc(waiting_entry::Column::Id)
        .all(db)
        .await
}

/// Which of these entries are of people who have a confirmed place on the event (DUP-1: the member, else address and name).
/// An entry for the rest of a group belongs to somebody who has a place on purpose (GRP-10).
pub(super) async fn entries_with_a_place(
    db: &impl ConnectionTrait,
    event_id: i64,
    entries: &[waiting_entry::Model],
) -> Result<BTreeSet<i64>, DbErr> {
    let own: Vec<&waiting_entry::Model> = entries.iter().filter(|entry| entry.beside_booking_id.is_none()).collect();
    if own.is_empty() {
        return Ok(BTreeSet::new());
    }
    let people = own.iter().filter_map(|entry| entry.person_id);
    let is_one_of_them = place::Column::FoldedEmail
        .is_in(own.iter().map(|entry| entry.folded_email.as_str()))
        .or(place::Column::PersonId.is_in(people));
    let places = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(is_one_of_them)
        .all(db)
        .await?;
    let has_place = |entry: &waiting_entry::Model| {
        places.iter().any(|place| {
            let same_person = entry.person_id.is_some() && entry.person_id == place.person_id;
            same_person || (place.folded_email == entry.folded_email && place.folded_name == entry.folded_name)
        })
    };
    Ok(own.into_iter().filter(|entry| has_place(entry)).map(|entry| entry.id).collect())
}

/// An open entry as the rules see it.
pub(super) fn open_entry(row: &waiting_entry::Model, with_place: &BTreeSet<i64>) -> OpenEntry {
    OpenEntry {
        wish: Waiting {
            id: row.id,
            priority: row.priority,
            joined_at: row.joined_at,
            places: row.places,
            all_together: row.all_together,
            mode: PlaceMode::parse(&row.mode),
            was_told: row.told_some_free_at.is_some(),
        },
        is_offered: row.state == EntryState::Offered.word(),
        told_some_free_at: row.told_some_free_at,
        told_first_come: row.told_first_come_at.is_some(),
        has_place: with_place.contains(&row.id),
    }
}

/// Writes an entry.
pub(super) async fn insert_entry(
    db: &impl ConnectionTrait,
    row: waiting_entry::ActiveModel,
) -> Result<waiting_entry::Model, DbErr> {
    waiting_entry::Entity::insert(row).exec_with_returning(db).await
}

/// Changes what an entry asks for; it keeps its turn. When it was told that fewer seats are free stays too, or asking anew would
/// keep those seats from everybody for another 48 hours, again and again (WTL-14). False: it no longer waits.
pub(super) async fn update_wish(
    db: &impl ConnectionTrait,
    id: i64,
    (places, all_together): (i32, bool),
) -> Result<bool, DbErr> {
    let done = waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::Places, Expr::value(places))
        .col_expr(waiting_entry::Column::AllTogether, Expr::value(all_together))
        .filter(waiting_entry::Column::Id.eq(id))
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes which kind of place an entry waits for; none is either (SES-8).
pub(super) async fn update_mode(db: &impl ConnectionTrait, id: i64, mode: Option<PlaceMode>) -> Result<(), DbErr> {
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::Mode, Expr::value(modes::stored(mode)))
        .filter(waiting_entry::Column::Id.eq(id))
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .exec(db)
        .await?;
    Ok(())
}

/// Gives an entry another priority. False: it does not wait.
pub(super) async fn update_priority(db: &impl ConnectionTrait, id: i64, priority: i32) -> Result<bool, DbErr> {
    let done = waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::Priority, Expr::value(priority))
        .filter(waiting_entry::Column::Id.eq(id))
        .filter(waiting_entry::Column::State.is_in(OPEN))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves an entry from one state to another. False: it was no longer in `from`.
pub(super) async fn mark_entry(
    db: &impl ConnectionTrait,
    id: i64,
    (from, to): (EntryState, EntryState),
    now: Instant,
) -> Result<bool, DbErr> {
    let ended_at = (!to.is_open()).then_some(now);
    let done = waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::State, Expr::value(to.word()))
        .col_expr(waiting_entry::Column::EndedAt, Expr::value(ended_at))
        .filter(waiting_entry::Column::Id.eq(id))
        .filter(waiting_entry::Column::State.eq(from.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Names the booking that an entry became.
pub(in crate::bookings) async fn set_booking(
    db: &impl ConnectionTrait,
    entry_id: i64,
    booking_id: i64,
) -> Result<(), DbErr> {
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::BookingId, Expr::value(booking_id))
        .filter(waiting_entry::Column::Id.eq(entry_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that an entry was told how few seats are free.
pub(super) async fn mark_told_some_free(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::ToldSomeFreeAt, Expr::value(now))
        .filter(waiting_entry::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that an entry was told that who comes first has the seats.
pub(super) async fn mark_told_first_come(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::ToldFirstComeAt, Expr::value(now))
        .filter(waiting_entry::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// The seats that were for who comes first have gone: whoever waits is told again of the next ones.
pub(super) async fn forget_first_come(db: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::ToldFirstComeAt, Expr::value(None::<Instant>))
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes how many entries keep the public out, in the row of the pool that every claim looks at (D5).
pub(super) async fn set_people_waiting(db: &impl ConnectionTrait, pool_id: i64, waiting: i32) -> Result<(), DbErr> {
    capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::PeopleWaiting, Expr::value(waiting))
        .filter(capacity_pool::Column::Id.eq(pool_id))
        .filter(capacity_pool::Column::PeopleWaiting.ne(waiting))
        .exec(db)
        .await?;
    Ok(())
}

/// How many keep the public out of a pool whose seats change, as an expression for its row: as many as before, or else everybody
/// who waits. Too many does no harm, because looking at the list mends it.
pub(in crate::bookings) fn people_waiting() -> SimpleExpr {
    let event = waiting_entry::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(COUNT(*) AS INTEGER)"), "waiting")
        .filter(
            Expr::col((waiting_entry::Entity, waiting_entry::Column::EventId))
                .equals((capacity_pool::Entity, capacity_pool::Column::EventId)),
        )
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .into_query();
    let waiting = Expr::col((capacity_pool::Entity, capacity_pool::Column::PeopleWaiting));
    Expr::case(waiting.clone().gt(0), waiting).finally(Expr::from(event)).into()
}

/// Whether people on the list see about where they stand (WTL-3).
pub(super) async fn set_shows_position(db: &impl ConnectionTrait, event_id: i64, shows: bool) -> Result<(), DbErr> {
    event_sale::Entity::update_many()
        .col_expr(event_sale::Column::ShowsWaitingPosition, Expr::value(shows))
        .filter(event_sale::Column::EventId.eq(event_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets lists that ended before `before`: entries with all their offers, of which the numbers stay (REP-4). Gives how many entries.
pub(super) async fn delete_old_entries(db: &impl ConnectionTrait, before: Instant) -> Result<u64, DbErr> {
    let old: Vec<i64> = waiting_entry::Entity::find()
        .select_only()
        .column(waiting_entry::Column::Id)
        .filter(waiting_entry::Column::EndedAt.lt(before))
        .limit(500)
        .into_tuple()
        .all(db)
        .await?;
    offers::store::tally_offers(db, &old).await?;
    let of_them = waiting_offer::Column::WaitingEntryId.is_in(old.iter().copied());
    waiting_offer::Entity::delete_many().filter(of_them).exec(db).await?;
    let gone = waiting_entry::Entity::delete_many().filter(waiting_entry::Column::Id.is_in(old)).exec(db).await?;
    Ok(gone.rows_affected)
}

/// A row to be written; `Set` keeps the column lists of the use cases short.
pub(super) fn new_entry(
    (event_id, person_id): (i64, Option<i64>),
    (name, folded_name): (String, String),
    (email, folded_email): (String, String),
    (places, all_together): (i32, bool),
    now: Instant,
) -> waiting_entry::ActiveModel {
    waiting_entry::ActiveModel {
        event_id: Set(event_id),
        person_id: Set(person_id),
        name: Set(name),
        folded_name: Set(folded_name),
        email: Set(email),
        folded_email: Set(folded_email),
        places: Set(places),
        all_together: Set(all_together),
        state: Set(EntryState::Waiting.word().to_owned()),
        joined_at: Set(now),
        link_generation: Set(1),
        ..Default::default()
    }
}
