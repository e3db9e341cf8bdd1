//! Whom a reminder is for, and what became of reminders.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use entity::{booking, event, event_change, place, reminder, reminding};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::schedule::Reminder;
use crate::bookings::booking_state::BookingState;
use crate::events::EventId;
use crate::kernel::Instant;

/// Since when this site reminds; none before the job has run for the first time.
pub async fn reminding_since(db: &impl ConnectionTrait) -> Result<Option<Instant>, DbErr> {
    Ok(reminding::Entity::find_by_id(1).one(db).await?.map(|row| row.begins_at))
}

/// Published events that begin on one of these days and have confirmed places.
pub(super) async fn events_between(
    db: &impl ConnectionTrait,
    days: RangeInclusive<NaiveDate>,
) -> Result<Vec<EventId>, DbErr> {
    let booked = Query::select()
        .expr(Expr::value(1))
        .from(place::Entity)
        .and_where(Expr::col((place::Entity, place::Column::EventId)).equals((event::Entity, event::Column::Id)))
        .and_where(Expr::col((place::Entity, place::Column::State)).eq(BookingState::Confirmed.word()))
        .to_owned();
    let ids: Vec<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::FirstDay.between(*days.start(), *days.end()))
        .filter(event::Column::State.eq("published"))
        .filter(Expr::exists(booked))
        .order_by_asc(event::Column::FirstDay)
        .order_by_asc(event::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(EventId).collect())
}

/// When each of these events was moved last after people had booked: they were told all about it then.
pub(super) async fn last_changes(db: &impl ConnectionTrait, ids: &[EventId]) -> Result<BTreeMap<i64, Instant>, DbErr> {
    use event_change::{Column, Entity};
    let rows: Vec<(i64, Option<Instant>)> = Entity::find()
        .select_only()
        .column(Column::EventId)
        .column_as(Column::MadeAt.max(), "made_at")
        .filter(Column::MovesTime.eq(true))
        .filter(Column::EventId.is_in(ids.iter().map(|id| id.0)))
        .group_by(Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// Which reminder of which date is being sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub(super) event_id: i64,
    pub(super) reminder: Reminder,
    /// Stands for the start of the event.
    pub(super) begins_at: Instant,
    /// When it fell due: whoever booked later has just been told everything (RMD-4).
    pub(super) due: Instant,
}

/// Confirmed places that this round has not come to yet, by rising id, with their bookings.
pub(super) async fn places_to_remind(
    db: &impl ConnectionTrait,
    round: Round,
    most: u64,
) -> Result<Vec<(place::Model, booking::Model)>, DbErr> {
    let of_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    let noted = noted(round)
        .and_where(Expr::col((reminder::Entity, reminder::Column::PlaceId)).equals((place::Entity, place::Column::Id)))
        .to_owned();
    let rows = place::Entity::find()
        .join(JoinType::InnerJoin, of_booking.into())
        .select_also(booking::Entity)
        .filter(place::Column::EventId.eq(round.event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(booking::Column::ConfirmedAt.lt(round.due))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .filter(Expr::exists(noted).not())
        .order_by_asc(place::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(place, booking)| Some((place, booking?))).collect())
}

/// Confirmed bookings under a policy that cost something and that this round has not come to, by rising id from after `after`.
pub(super) async fn bookings_to_remind(
    db: &impl ConnectionTrait,
    round: Round,
    (policy_id, after): (i64, i64),
    most: u64,
) -> Result<Vec<booking::Model>, DbErr> {
    let noted = noted(round)
        .and_where(
            Expr::col((reminder::Entity, reminder::Column::BookingId)).equals((booking::Entity, booking::Column::Id)),
        )
        .and_where(Expr::col((reminder::Entity, reminder::Column::PlaceId)).is_null())
        .to_owned();
    paid_bookings(round.event_id)
        .filter(booking::Column::RefundPolicyId.eq(policy_id))
        .filter(booking::Column::Id.gt(after))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .filter(booking::Column::ConfirmedAt.lt(round.due))
        .filter(Expr::exists(noted).not())
        .order_by_asc(booking::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// The refund policies that bookings of an event were made under, where there is something to give back.
pub(super) async fn policies_of(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<i64>, DbErr> {
    let policies = paid_bookings(event_id).select_only().column(booking::Column::RefundPolicyId).distinct();
    policies.order_by_asc(booking::Column::RefundPolicyId).into_tuple().all(db).await
}

/// The confirmed places of these bookings, in their order.
pub(super) async fn places_of(
    db: &impl ConnectionTrait,
    bookings: &[&booking::Model],
) -> Result<Vec<place::Model>, DbErr> {
    place::Entity::find()
        .filter(place::Column::BookingId.is_in(bookings.iter().map(|booking| booking.id)))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .order_by_asc(place::Column::BookingId)
        .order_by_asc(place::Column::Position)
        .all(db)
        .await
}

fn paid_bookings(event_id: i64) -> Select<booking::Entity> {
    booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.eq(BookingState::Confirmed.word()))
        .filter(booking::Column::TotalPence.gt(0))
}

fn noted(round: Round) -> sea_orm::sea_query::SelectStatement {
    let column = |column: reminder::Column| Expr::col((reminder::Entity, column));
    Query::select()
        .expr(Expr::value(1))
        .from(reminder::Entity)
        .and_where(column(reminder::Column::Rule).eq(round.reminder.word()))
        .and_where(column(reminder::Column::EventBeginsAt).eq(round.begins_at))
        .to_owned()
}

/// How many were reminded of the start as it is now and how many were missed, by the reminder's word.
pub(super) async fn count_of_event(
    db: &impl ConnectionTrait,
    event_id: i64,
    begins_at: Instant,
) -> Result<BTreeMap<(String, String), i64>, DbErr> {
    use reminder::Column;
    let rows: Vec<(String, String, i64)> = reminder::Entity::find()
        .select_only()
        .column(Column::Rule)
        .column(Column::State)
        .column_as(Column::Id.count(), "people")
        .filter(Column::EventId.eq(event_id))
        .filter(Column::EventBeginsAt.eq(begins_at))
        .group_by(Column::Rule)
        .group_by(Column::State)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(rule, state, people)| ((rule, state), people)).collect())
}
