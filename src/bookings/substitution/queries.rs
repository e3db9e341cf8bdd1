//! Reads that naming another person depends on.

use entity::{place, place_naming, place_request};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::bookings::booking_state::BookingState;

/// Whether another live place of the event has this folded address and name (D9, DUP-1).
pub async fn has_twin(
    db: &impl ConnectionTrait,
    place: &place::Model,
    (folded_email, folded_name): (&str, &str),
) -> Result<bool, DbErr> {
    let found = place::Entity::find()
        .filter(place::Column::EventId.eq(place.event_id))
        .filter(place::Column::FoldedEmail.eq(folded_email))
        .filter(place::Column::FoldedName.eq(folded_name))
        .filter(place::Column::Id.ne(place.id))
        .filter(place::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .limit(1)
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Whether the place went from one person to another at any time (SUB-2: the member's difference then ends with the deadline).
pub async fn was_substituted(db: &impl ConnectionTrait, place_id: i64) -> Result<bool, DbErr> {
    let found = place_naming::Entity::find()
        .filter(place_naming::Column::PlaceId.eq(place_id))
        .filter(place_naming::Column::Kind.eq("substitution"))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Whether the attendee has asked to be let go, by the link in force now (GRP-8).
pub async fn has_asked(db: &impl ConnectionTrait, place: &place::Model) -> Result<bool, DbErr> {
    let found = place_request::Entity::find()
        .filter(place_request::Column::PlaceId.eq(place.id))
        .filter(place_request::Column::LinkGeneration.eq(place.link_generation))
        .count(db)
        .await?;
    Ok(found > 0)
}
