//! Who has taken a place on another date of the course since they began to wait.

use std::collections::BTreeSet;

use entity::{booking, event, place, waiting_entry};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
};

use crate::bookings::booking_state::BookingState;
use crate::kernel::Instant;

#[derive(FromQueryResult)]
struct PlaceElsewhere {
    folded_name: String,
    folded_email: String,
    person_id: Option<i64>,
    booked_at: Instant,
}

/// Which of these entries of an event end because their person, who said so, has a confirmed place on another date of its course
/// that was booked, or moved there, after they joined. Costs nothing while nobody has said so.
pub async fn entries_with_a_place_elsewhere(
    db: &impl ConnectionTrait,
    event_id: i64,
    entries: &[waiting_entry::Model],
) -> Result<BTreeSet<i64>, DbErr> {
    let leaving: Vec<&waiting_entry::Model> = entries.iter().filter(|entry| entry.leaves_for_other_date).collect();
    if leaving.is_empty() {
        return Ok(BTreeSet::new());
    }
    let of_course = event::Entity::find().select_only().column(event::Column::CourseId);
    let of_course = of_course.filter(event::Column::Id.eq(event_id)).into_query();
    let other_dates = event::Entity::find().select_only().column(event::Column::Id);
    let other_dates = other_dates.filter(event::Column::CourseId.in_subquery(of_course));
    let other_dates = other_dates.filter(event::Column::Id.ne(event_id)).into_query();
    let is_one_of_them = place::Column::FoldedEmail
        .is_in(leaving.iter().map(|entry| entry.folded_email.as_str()))
        .or(place::Column::PersonId.is_in(leaving.iter().filter_map(|entry| entry.person_id)));
    let of_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    let places = place::Entity::find()
        .select_only()
        .columns([place::Column::FoldedName, place::Column::FoldedEmail, place::Column::PersonId])
        .column(booking::Column::BookedAt)
        .join(JoinType::InnerJoin, of_booking.into())
        .filter(place::Column::EventId.in_subquery(other_dates))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(is_one_of_them)
        .into_model::<PlaceElsewhere>()
        .all(db)
        .await?;
    let has_place = |entry: &waiting_entry::Model| {
        places.iter().filter(|place| place.booked_at >= entry.joined_at).any(|place| {
            let same_person = entry.person_id.is_some() && entry.person_id == place.person_id;
            same_person || (place.folded_email == entry.folded_email && place.folded_name == entry.folded_name)
        })
    };
    Ok(leaving.into_iter().filter(|entry| has_place(entry)).map(|entry| entry.id).collect())
}
