//! Reads that naming another person depends on.

use entity::{place, place_naming, place_request, private_registration};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// The name under which the place went to the person who has it now: before the first correction since (SUB-5). None when nothing
/// was corrected, or the person was forgotten.
pub async fn first_name_since_passed_on(db: &impl ConnectionTrait, place_id: i64) -> Result<Option<String>, DbErr> {
    let rows = place_naming::Entity::find()
        .filter(place_naming::Column::PlaceId.eq(place_id))
        .order_by_desc(place_naming::Column::Id)
        .all(db)
        .await?;
    let corrections = rows.into_iter().take_while(|row| row.kind != "substitution");
    Ok(corrections.last().map(|row| row.old_name).filter(|name| !name.is_empty()))
}

/// The domain that addresses at an authority's own training have to be of (INH-4); empty when any will do.
pub async fn domain_of_private_date(db: &impl ConnectionTrait, event_id: i64) -> Result<String, DbErr> {
    let row =
        private_registration::Entity::find().filter(private_registration::Column::EventId.eq(event_id)).one(db).await?;
    Ok(row.map(|row| row.email_domain).unwrap_or_default())
}
