//! Statements that write what was changed of an event, and who was told.

use entity::{event_change, event_change_notice};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Instant;

/// The changes of an event that nobody has been told of yet, the oldest first: edits within ten minutes join them, and they are
/// all told together (RMD-11). One for everybody, and one more for those who have booked since, each time somebody has.
pub async fn list_open(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<event_change::Model>, DbErr> {
    event_change::Entity::find()
        .filter(event_change::Column::EventId.eq(event_id))
        .filter(event_change::Column::NoticedAt.is_null())
        .order_by_asc(event_change::Column::Id)
        .all(db)
        .await
}

/// Writes a change.
pub async fn insert_change(
    tx: &impl ConnectionTrait,
    row: event_change::ActiveModel,
) -> Result<event_change::Model, DbErr> {
    event_change::Entity::insert(row).exec_with_returning(tx).await
}

/// What an open change means now, after another edit.
pub async fn update_open(
    tx: &impl ConnectionTrait,
    id: i64,
    (gives_choice, moves_time): (bool, bool),
    reason: &str,
) -> Result<(), DbErr> {
    event_change::Entity::update_many()
        .set(event_change::ActiveModel {
            gives_choice: Set(gives_choice),
            moves_time: Set(moves_time),
            reason: Set(reason.to_owned()),
            ..Default::default()
        })
        .filter(event_change::Column::Id.eq(id))
        .filter(event_change::Column::NoticedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Everything is as it was before to all who have booked: nobody needs to hear of it.
pub async fn delete_open(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    event_change::Entity::delete_many()
        .filter(event_change::Column::EventId.eq(event_id))
        .filter(event_change::Column::NoticedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The same to those whom this change is for.
pub async fn delete_change(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    event_change::Entity::delete_many()
        .filter(event_change::Column::Id.eq(id))
        .filter(event_change::Column::NoticedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// A change by id; none when it was taken back before anybody was told.
pub async fn find_change(db: &impl ConnectionTrait, id: i64) -> Result<Option<event_change::Model>, DbErr> {
    event_change::Entity::find_by_id(id).one(db).await
}

/// The notice goes out now; later edits are a change of their own. False: it went out before.
pub async fn mark_noticed(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = event_change::Entity::update_many()
        .col_expr(event_change::Column::NoticedAt, Expr::value(now))
        .filter(event_change::Column::Id.eq(id))
        .filter(event_change::Column::NoticedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down that a booking was told. False: it was told before.
pub async fn insert_notice(
    tx: &impl ConnectionTrait,
    (change_id, booking_id): (i64, i64),
    now: Instant,
) -> Result<bool, DbErr> {
    use event_change_notice::Column as C;
    let row = event_change_notice::ActiveModel {
        event_change_id: Set(change_id),
        booking_id: Set(booking_id),
        told_at: Set(now),
        ..Default::default()
    };
    let once = OnConflict::columns([C::EventChangeId, C::BookingId]).do_nothing().to_owned();
    Ok(event_change_notice::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}

/// Writes down that the booker keeps the places.
pub async fn mark_kept(
    tx: &impl ConnectionTrait,
    (change_id, booking_id): (i64, i64),
    by: Option<i64>,
    now: Instant,
) -> Result<bool, DbErr> {
    use event_change_notice::Column as C;
    let done = event_change_notice::Entity::update_many()
        .col_expr(C::KeptAt, Expr::value(now))
        .col_expr(C::KeptByPersonId, Expr::value(by))
        .filter(C::EventChangeId.eq(change_id))
        .filter(C::BookingId.eq(booking_id))
        .filter(C::KeptAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Raises the sequence of the calendar entries of a booking's confirmed places: the entry that goes out next replaces the last
/// (CAL-2).
pub async fn raise_sequences(tx: &impl ConnectionTrait, booking_id: i64) -> Result<(), DbErr> {
    use entity::place::{Column, Entity};
    use sea_orm::sea_query::ExprTrait;
    Entity::update_many()
        .col_expr(Column::CalendarSequence, Expr::col(Column::CalendarSequence).add(1))
        .filter(Column::BookingId.eq(booking_id))
        .filter(Column::State.eq(crate::bookings::booking_state::BookingState::Confirmed.word()))
        .exec(tx)
        .await?;
    Ok(())
}
