//! Statements on the two pools of a date in person and online, and on what each place of it is for. Whoever comes here holds the row
//! of the date's own pool.

use entity::{capacity_pool, place, waiting_entry};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::queries::seats_taken;
use super::seats::{PlaceMode, Seats};
use crate::bookings::booking_state::BookingState;
use crate::bookings::waiting_list::entry_state::EntryState;

/// Makes the two pools of a date, with the seats its live places take already.
pub async fn set_pools(tx: &impl ConnectionTrait, event_id: i64, (room, online): (i32, i32)) -> Result<(), DbErr> {
    let taken: Seats = seats_taken(tx, event_id).await?;
    let pool = |mode: PlaceMode, places: i32| capacity_pool::ActiveModel {
        event_id: Set(event_id),
        name: Set(mode.word().to_owned()),
        capacity: Set(places),
        room: Set(places),
        places_taken: Set(taken.in_mode(mode)),
        ..Default::default()
    };
    let both = [pool(PlaceMode::Room, room), pool(PlaceMode::Online, online)];
    capacity_pool::Entity::insert_many(both).exec_without_returning(tx).await?;
    Ok(())
}

/// Changes how many seats one kind has; fewer than are taken is allowed, and nobody is removed (HLD-8). New ones go to the waiting
/// list first.
pub(super) async fn set_places(
    tx: &impl ConnectionTrait,
    event_id: i64,
    mode: PlaceMode,
    places: i32,
) -> Result<(), DbErr> {
    use capacity_pool::Column;
    let update = capacity_pool::Entity::update_many()
        .col_expr(Column::Capacity, Expr::value(places))
        .col_expr(Column::Room, Expr::value(places))
        .col_expr(Column::PeopleWaiting, people_waiting());
    update.filter(Column::EventId.eq(event_id)).filter(Column::Name.eq(mode.word())).exec(tx).await?;
    Ok(())
}

/// Takes the two pools away: the date has one kind of place from now on.
pub(super) async fn drop_pools(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    capacity_pool::Entity::delete_many()
        .filter(capacity_pool::Column::EventId.eq(event_id))
        .filter(capacity_pool::Column::Name.is_in(PlaceMode::ALL.map(PlaceMode::word)))
        .exec(tx)
        .await?;
    waiting_entry::Entity::update_many()
        .col_expr(waiting_entry::Column::Mode, Expr::value(""))
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives every place of a date the same kind, or none; those that lapsed too, which may still be paid for.
pub(super) async fn set_all_modes(
    tx: &impl ConnectionTrait,
    event_id: i64,
    mode: Option<PlaceMode>,
) -> Result<(), DbErr> {
    place::Entity::update_many()
        .col_expr(place::Column::Mode, Expr::value(super::seats::stored(mode)))
        .filter(place::Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives seats of one kind back. From this statement on whoever waits for this kind comes before the public (WTL-4).
pub(super) async fn give_back(
    tx: &impl ConnectionTrait,
    event_id: i64,
    mode: PlaceMode,
    seats: i32,
) -> Result<(), DbErr> {
    use capacity_pool::Column;
    let update = capacity_pool::Entity::update_many()
        .col_expr(Column::PlacesTaken, Expr::col(Column::PlacesTaken).sub(seats))
        .col_expr(Column::PeopleWaiting, people_waiting());
    update.filter(Column::EventId.eq(event_id)).filter(Column::Name.eq(mode.word())).exec(tx).await?;
    Ok(())
}

/// Puts a confirmed place over to the other kind: its calendar entry changes (CAL-2). False: it was not confirmed, or was over there
/// already.
pub(super) async fn mark_switched(tx: &impl ConnectionTrait, place_id: i64, to: PlaceMode) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::Mode, Expr::value(to.word()))
        .col_expr(place::Column::CalendarSequence, Expr::col(place::Column::CalendarSequence).add(1))
        .filter(place::Column::Id.eq(place_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(place::Column::Mode.eq(to.other().word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many keep the public out of a pool whose seats change: as many as before, or else everybody who waits for this kind. Looking
/// at the list mends it.
fn people_waiting() -> SimpleExpr {
    let pool = |column| Expr::col((capacity_pool::Entity, column));
    let entry = |column| Expr::col((waiting_entry::Entity, column));
    let for_this = waiting_entry::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(COUNT(*) AS INTEGER)"), "waiting")
        .filter(entry(waiting_entry::Column::EventId).equals((capacity_pool::Entity, capacity_pool::Column::EventId)))
        .filter(entry(waiting_entry::Column::Mode).equals((capacity_pool::Entity, capacity_pool::Column::Name)))
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .into_query();
    let waiting = pool(capacity_pool::Column::PeopleWaiting);
    Expr::case(waiting.clone().gt(0), waiting).finally(Expr::from(for_this)).into()
}
