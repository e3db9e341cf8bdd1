//! Reads of series as they are booked.

use std::collections::BTreeSet;

use entity::{booking, place, series_booking, series_booking_date};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use crate::bookings::booking_state::BookingState;

/// Who is asked about, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Who {
    /// The signed-in person.
    pub(super) person_id: Option<i64>,
    /// Folded name and address; empty while they are not typed.
    pub(super) folded_name: String,
    pub(super) folded_email: String,
}

/// On which of these events somebody has a live place, by their account or by name and address together (DUP-1).
pub(super) async fn places_held(
    db: &impl ConnectionTrait,
    event_ids: &[i64],
    who: &Who,
) -> Result<BTreeSet<i64>, DbErr> {
    let mut is_theirs = Condition::any();
    if let Some(person_id) = who.person_id {
        is_theirs = is_theirs.add(place::Column::PersonId.eq(person_id));
    }
    if !who.folded_email.is_empty() && !who.folded_name.is_empty() {
        let same_name = place::Column::FoldedName.eq(&who.folded_name);
        is_theirs =
            is_theirs.add(Condition::all().add(place::Column::FoldedEmail.eq(&who.folded_email)).add(same_name));
    }
    if is_theirs.is_empty() || event_ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let live = [BookingState::Held, BookingState::Confirmed].map(BookingState::word);
    let rows: Vec<i64> = place::Entity::find()
        .select_only()
        .column(place::Column::EventId)
        .filter(place::Column::EventId.is_in(event_ids.iter().copied()))
        .filter(place::Column::State.is_in(live))
        .filter(is_theirs)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A date of a series as it was booked with others, or why it was not.
pub(super) type BookedDate = (series_booking_date::Model, Option<booking::Model>);

/// What a booking was made together with: the series, and every date of that one act. None for a booking of one date alone.
pub(super) async fn booked_together(
    db: &impl ConnectionTrait,
    booking_id: i64,
) -> Result<Option<(series_booking::Model, Vec<BookedDate>)>, DbErr> {
    use series_booking_date::Column as C;
    let Some(own) = series_booking_date::Entity::find().filter(C::BookingId.eq(booking_id)).one(db).await? else {
        return Ok(None);
    };
    let Some(act) = series_booking::Entity::find_by_id(own.series_booking_id).one(db).await? else { return Ok(None) };
    let of_booking =
        series_booking_date::Entity::belongs_to(booking::Entity).from(C::BookingId).to(booking::Column::Id);
    let dates = series_booking_date::Entity::find()
        .join(JoinType::LeftJoin, of_booking.into())
        .select_also(booking::Entity)
        .filter(C::SeriesBookingId.eq(act.id))
        .order_by_asc(C::Id)
        .all(db)
        .await?;
    Ok(Some((act, dates)))
}
