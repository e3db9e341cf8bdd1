//! The pools of a date in person and online, read with its sale in the same statement.

use entity::{capacity_pool, event_sale, place, place_change, waiting_offer};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
};

use super::pools::{ModePool, ModePools};
use super::seats::{PlaceMode, Seats};
use crate::bookings::booking_state::BookingState;
use crate::bookings::place_change::WAITING;

/// The columns that [`with_mode_pools`] adds; nothing in them on a date of one kind.
#[derive(FromQueryResult)]
pub(in crate::bookings) struct ModesRow {
    room_pool_id: Option<i64>,
    room_places: Option<i32>,
    room_taken: Option<i32>,
    room_waiting: Option<i32>,
    online_pool_id: Option<i64>,
    online_places: Option<i32>,
    online_taken: Option<i32>,
    online_waiting: Option<i32>,
}

impl ModesRow {
    /// Both pools, when the date has them.
    pub(in crate::bookings) fn read(&self) -> Option<ModePools> {
        let pool = |id, capacity: Option<i32>, taken: Option<i32>, waiting: Option<i32>| {
            Some(ModePool { id, capacity: capacity?, taken: taken?, waiting: waiting? })
        };
        Some(ModePools {
            room: pool(self.room_pool_id?, self.room_places, self.room_taken, self.room_waiting)?,
            online: pool(self.online_pool_id?, self.online_places, self.online_taken, self.online_waiting)?,
        })
    }
}

/// Joins both pools to a choice of sales.
pub(in crate::bookings) fn with_mode_pools(sales: Select<event_sale::Entity>) -> Select<event_sale::Entity> {
    PlaceMode::ALL.into_iter().fold(sales, with_pool)
}

fn with_pool(sales: Select<event_sale::Entity>, mode: PlaceMode) -> Select<event_sale::Entity> {
    use capacity_pool::Column;
    let alias = || Alias::new(format!("{}_pool", mode.word()));
    let of_mode = event_sale::Entity::belongs_to(capacity_pool::Entity)
        .from(event_sale::Column::EventId)
        .to(Column::EventId)
        .on_condition(move |_, pool| Expr::col((pool, Column::Name)).eq(mode.word()).into_condition());
    let named = |what: &str| format!("{}_{what}", mode.word());
    sales
        .expr_as(Expr::col((alias(), Column::Id)), named("pool_id"))
        .expr_as(Expr::col((alias(), Column::Capacity)), named("places"))
        .expr_as(Expr::col((alias(), Column::PlacesTaken)), named("taken"))
        .expr_as(Expr::col((alias(), Column::PeopleWaiting)), named("waiting"))
        .join_as(JoinType::LeftJoin, of_mode.into(), alias())
}

/// The seats that live places of an event take, by kind.
pub(super) async fn seats_taken(db: &impl ConnectionTrait, event_id: i64) -> Result<Seats, DbErr> {
    let modes: Vec<String> = place::Entity::find()
        .select_only()
        .column(place::Column::Mode)
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .into_tuple()
        .all(db)
        .await?;
    Ok(Seats::for_each(modes.iter().map(|mode| PlaceMode::parse(mode))))
}

/// Seats are kept that are no places yet: offered to the waiting list, or held by a change that waits for its payment.
pub(super) async fn has_seats_in_flight(db: &impl ConnectionTrait, event_id: i64) -> Result<bool, DbErr> {
    let offered = waiting_offer::Entity::find()
        .filter(waiting_offer::Column::EventId.eq(event_id))
        .filter(waiting_offer::Column::State.eq("open"));
    let kept = place_change::Entity::find()
        .filter(place_change::Column::ToEventId.eq(event_id))
        .filter(place_change::Column::State.eq(WAITING));
    Ok(offered.one(db).await?.is_some() || kept.one(db).await?.is_some())
}
