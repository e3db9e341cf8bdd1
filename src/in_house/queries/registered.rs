//! Who has registered for an authority's own training. Nothing of them but the name and how they stand: their authority's contact
//! sees it (INH-5).

use entity::{booking, place};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::bookings::booking_state::BookingState;

/// Somebody who has registered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Registered {
    /// Their place's row.
    pub place_id: i64,
    /// Their booking's row.
    pub booking_id: i64,
    /// Its reference.
    pub reference: String,
    /// The place's number in it.
    pub position: i32,
    /// Their name.
    pub attendee_name: String,
    /// How the place stands.
    pub state: String,
}

impl Registered {
    /// They have a place.
    pub fn is_coming(&self) -> bool {
        self.state == BookingState::Confirmed.word()
    }
}

fn places(event_id: i64) -> Select<place::Entity> {
    place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::FoldedName.ne(""))
        .filter(place::Column::State.is_in([BookingState::Confirmed.word(), BookingState::Cancelled.word()]))
}

fn with_booking(places: Select<place::Entity>) -> Select<place::Entity> {
    let its_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    places
        .select_only()
        .column_as(place::Column::Id, "place_id")
        .columns([place::Column::BookingId, place::Column::Position, place::Column::AttendeeName, place::Column::State])
        .column(booking::Column::Reference)
        .join(JoinType::InnerJoin, its_booking.into())
}

/// Everybody who has registered, by name; those who gave their place up, or were taken off, come last.
pub async fn registered_of(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<Registered>, DbErr> {
    let ordered = places(event_id).order_by_asc(place::Column::FoldedName).order_by_asc(place::Column::Id);
    let mut found = with_booking(ordered).into_model::<Registered>().all(db).await?;
    found.sort_by_key(|one| !one.is_coming());
    Ok(found)
}

/// One of them, by reference and number.
pub async fn find_registered(
    db: &impl ConnectionTrait,
    event_id: i64,
    (reference, position): (&str, i32),
) -> Result<Option<Registered>, DbErr> {
    with_booking(places(event_id))
        .filter(booking::Column::Reference.eq(reference))
        .filter(place::Column::Position.eq(position))
        .into_model::<Registered>()
        .one(db)
        .await
}

/// How many have a place.
pub async fn count_registered(db: &impl ConnectionTrait, event_id: i64) -> Result<u64, DbErr> {
    place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .count(db)
        .await
}
