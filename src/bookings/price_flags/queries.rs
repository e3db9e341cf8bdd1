//! Places at the member price.

use entity::{booking, place};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use crate::bookings::booking_state::BookingState;
use crate::bookings::pricing::PriceReason;

/// A live place that a proven member has at the member price.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct MemberPlace {
    pub(super) attendee_name: String,
    pub(super) person_id: Option<i64>,
    pub(super) list_pence: i64,
    pub(super) price_pence: i64,
    pub(super) reference: String,
}

/// Those of an event, in the order of booking.
pub(super) async fn member_places(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<MemberPlace>, DbErr> {
    use place::{Column, Entity};
    let of = Entity::belongs_to(booking::Entity).from(Column::BookingId).to(booking::Column::Id);
    Entity::find()
        .select_only()
        .columns([Column::AttendeeName, Column::PersonId, Column::ListPence, Column::PricePence])
        .column(booking::Column::Reference)
        .join(JoinType::InnerJoin, of.into())
        .filter(Column::EventId.eq(event_id))
        .filter(Column::PriceReason.eq(PriceReason::Member.word()))
        .filter(Column::PersonId.is_not_null())
        .filter(Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .order_by_asc(Column::Id)
        .into_model::<MemberPlace>()
        .all(db)
        .await
}
