//! Statements that put names to places, keep claim links, and note who was asked when. Each repeats in its filter the state it
//! was decided on; zero rows means somebody was first.

use chrono::NaiveDate;
use entity::{event, name_chase, place, place_invitation};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait, SqlErr,
    UpdateResult,
};

use crate::bookings::booking_state::BookingState;
use crate::kernel::{EmailAddress, Instant, PersonName};

/// What became of a name for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameWritten {
    /// It stands there now.
    Yes,
    /// The place has another name by now, or is no longer live.
    PlaceTaken,
    /// This person has a live place on the date (D9, DUP-5): the database says so, and the transaction must end.
    PersonBooked,
}

fn written(done: Result<UpdateResult, DbErr>) -> Result<NameWritten, DbErr> {
    match done {
        Ok(done) if done.rows_affected == 1 => Ok(NameWritten::Yes),
        Ok(_) => Ok(NameWritten::PlaceTaken),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(NameWritten::PersonBooked)
        }
        Err(error) => Err(error),
    }
}

/// Puts a name to a live place that has none.
pub(super) async fn name_place(
    db: &impl ConnectionTrait,
    place_id: i64,
    (name, email): (&PersonName, &EmailAddress),
) -> Result<NameWritten, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::AttendeeName, Expr::value(name.as_str()))
        .col_expr(place::Column::FoldedName, Expr::value(name.folded()))
        .col_expr(place::Column::AttendeeEmail, Expr::value(email.as_str()))
        .col_expr(place::Column::FoldedEmail, Expr::value(email.folded()))
        .filter(place::Column::Id.eq(place_id))
        .filter(place::Column::FoldedName.eq(""))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .exec(db)
        .await;
    written(done)
}

/// Notes that a claim link goes out, and gives its generation: one more than the last, so that the earlier link is dead.
pub(super) async fn write_invitation(
    db: &impl ConnectionTrait,
    place_id: i64,
    sent_to: &EmailAddress,
    now: Instant,
) -> Result<i32, DbErr> {
    let row = place_invitation::ActiveModel {
        place_id: Set(place_id),
        generation: Set(1),
        sent_to: Set(sent_to.as_str().to_owned()),
        sent_at: Set(now),
        used_at: Set(None),
    };
    let generation = Expr::col((place_invitation::Entity, place_invitation::Column::Generation)).add(1);
    let again = OnConflict::column(place_invitation::Column::PlaceId)
        .value(place_invitation::Column::Generation, generation)
        .update_columns([
            place_invitation::Column::SentTo,
            place_invitation::Column::SentAt,
            place_invitation::Column::UsedAt,
        ])
        .to_owned();
    Ok(place_invitation::Entity::insert(row).on_conflict(again).exec_with_returning(db).await?.generation)
}

/// Ends the claim links of places that have names now, and forgets where they went. The rows stay, because a later link must
/// have a higher generation.
pub(super) async fn close_invitations(
    db: &impl ConnectionTrait,
    place_ids: Vec<i64>,
    now: Instant,
) -> Result<(), DbErr> {
    place_invitation::Entity::update_many()
        .col_expr(place_invitation::Column::UsedAt, Expr::value(now))
        .col_expr(place_invitation::Column::SentTo, Expr::value(""))
        .filter(place_invitation::Column::PlaceId.is_in(place_ids))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets where claim links went whose place is gone, or whose event began before `before`.
pub(super) async fn forget_recipients(db: &impl ConnectionTrait, before: NaiveDate) -> Result<(), DbErr> {
    let over = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::FirstDay.lt(before))
        .into_query();
    let dead = place::Entity::find()
        .select_only()
        .column(place::Column::Id)
        .filter(place::Column::FoldedName.eq(""))
        .filter(
            place::Column::State
                .is_not_in([BookingState::Held.word(), BookingState::Confirmed.word()])
                .or(place::Column::EventId.in_subquery(over)),
        )
        .into_query();
    place_invitation::Entity::update_many()
        .col_expr(place_invitation::Column::SentTo, Expr::value(""))
        .filter(place_invitation::Column::SentTo.ne(""))
        .filter(place_invitation::Column::PlaceId.in_subquery(dead))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that the booker is asked now.
pub(super) async fn write_chase(db: &impl ConnectionTrait, booking_id: i64, now: Instant) -> Result<(), DbErr> {
    let row = name_chase::ActiveModel { booking_id: Set(booking_id), chases: Set(1), last_chased_at: Set(now) };
    let chases = Expr::col((name_chase::Entity, name_chase::Column::Chases)).add(1);
    let again = OnConflict::column(name_chase::Column::BookingId)
        .value(name_chase::Column::Chases, chases)
        .update_column(name_chase::Column::LastChasedAt)
        .to_owned();
    name_chase::Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}
