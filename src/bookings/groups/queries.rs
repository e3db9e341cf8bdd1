//! Reads of groups: claim links, twins of people to be named, bookings that lack names.

use std::collections::{BTreeMap, BTreeSet};

use entity::{booking, event, name_chase, place, place_invitation, place_move};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::bookings::booking_state::BookingState;
use crate::db::is_literally;
use crate::kernel::Instant;

const LIVE: [BookingState; 2] = [BookingState::Held, BookingState::Confirmed];

/// The claim links of these places, by place.
pub async fn invitations_of(
    db: &impl ConnectionTrait,
    places: &[place::Model],
) -> Result<BTreeMap<i64, place_invitation::Model>, DbErr> {
    let unnamed: Vec<i64> =
        places.iter().filter(|place| super::place_status::is_unnamed(place)).map(|place| place.id).collect();
    if unnamed.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows =
        place_invitation::Entity::find().filter(place_invitation::Column::PlaceId.is_in(unnamed)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.place_id, row)).collect())
}

/// The claim link of a place, if one was ever sent.
pub async fn find_invitation(
    db: &impl ConnectionTrait,
    place_id: i64,
) -> Result<Option<place_invitation::Model>, DbErr> {
    place_invitation::Entity::find_by_id(place_id).one(db).await
}

/// The place of another date that stands in for one that was moved.
pub(super) async fn moved_on(db: &impl ConnectionTrait, place_id: i64) -> Result<Option<i64>, DbErr> {
    let moved = place_move::Entity::find().filter(place_move::Column::OldPlaceId.eq(place_id)).one(db).await?;
    Ok(moved.map(|row| row.new_place_id))
}

/// Everybody who has a live place of an event at one of these folded addresses, as folded address and name (DUP-1).
pub async fn live_people(
    db: &impl ConnectionTrait,
    event_id: i64,
    folded_emails: BTreeSet<String>,
) -> Result<BTreeSet<(String, String)>, DbErr> {
    if folded_emails.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<(String, String)> = place::Entity::find()
        .select_only()
        .column(place::Column::FoldedEmail)
        .column(place::Column::FoldedName)
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.is_in(LIVE.map(BookingState::word)))
        .filter(place::Column::FoldedName.ne(""))
        .filter(place::Column::FoldedEmail.is_in(folded_emails))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many live places of an event have no name.
pub async fn count_unnamed(db: &impl ConnectionTrait, event_id: i64) -> Result<u64, DbErr> {
    place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(is_literally((place::Entity, place::Column::State), &LIVE.map(BookingState::word)))
        .filter(is_literally((place::Entity, place::Column::FoldedName), &[""]))
        .count(db)
        .await
}

/// A confirmed booking that lacks names, and when its booker was last told so.
pub struct Nameless {
    /// The booking.
    pub booking: booking::Model,
    /// When the booker was last asked; never, if not.
    pub last_chased_at: Option<Instant>,
}

/// Confirmed bookings, still known by their booker, that lack names for an event beginning within `from` to `until`.
pub async fn nameless_bookings(
    db: &impl ConnectionTrait,
    days: std::ops::RangeInclusive<chrono::NaiveDate>,
) -> Result<Vec<Nameless>, DbErr> {
    let soon: Vec<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::FirstDay.between(*days.start(), *days.end()))
        .filter(event::Column::State.ne("cancelled"))
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<i64> = place::Entity::find()
        .select_only()
        .column(place::Column::BookingId)
        .distinct()
        .filter(place::Column::EventId.is_in(soon))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(place::Column::FoldedName.eq(""))
        .into_tuple()
        .all(db)
        .await?;
    let bookings = booking::Entity::find()
        .filter(booking::Column::Id.is_in(ids.iter().copied()))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .order_by_asc(booking::Column::Id)
        .all(db)
        .await?;
    let chased = name_chase::Entity::find().filter(name_chase::Column::BookingId.is_in(ids)).all(db).await?;
    let chased: BTreeMap<i64, Instant> = chased.into_iter().map(|row| (row.booking_id, row.last_chased_at)).collect();
    Ok(bookings
        .into_iter()
        .map(|booking| Nameless { last_chased_at: chased.get(&booking.id).copied(), booking })
        .collect())
}

/// When the booker was last asked for names, read behind the booking's lock.
pub(super) async fn last_chased_at(db: &impl ConnectionTrait, booking_id: i64) -> Result<Option<Instant>, DbErr> {
    Ok(name_chase::Entity::find_by_id(booking_id).one(db).await?.map(|row| row.last_chased_at))
}

/// A live place that a person has.
#[derive(Clone, Debug)]
pub struct OwnPlace {
    /// The event's title.
    pub title: String,
    /// The booking's reference.
    pub reference: String,
    /// They made the booking themselves, so its page is theirs to open.
    pub is_booker: bool,
}

/// The live places of a person on these events.
async fn places_of_person(
    db: &impl ConnectionTrait,
    person_id: i64,
    events: Vec<event::Model>,
) -> Result<Vec<OwnPlace>, DbErr> {
    let own = place::Entity::find()
        .filter(place::Column::PersonId.eq(person_id))
        .filter(place::Column::EventId.is_in(events.iter().map(|event| event.id)))
        .filter(place::Column::State.is_in(LIVE.map(BookingState::word)))
        .order_by_asc(place::Column::Id)
        .all(db)
        .await?;
    let ids = own.iter().map(|place| place.booking_id);
    let bookings = booking::Entity::find().filter(booking::Column::Id.is_in(ids)).all(db).await?;
    let of = |place: &place::Model| {
        let booking = bookings.iter().find(|booking| booking.id == place.booking_id)?;
        let event = events.iter().find(|event| event.id == place.event_id)?;
        let is_booker = booking.booker_person_id == Some(person_id);
        Some(OwnPlace { title: event.title.clone(), reference: booking.reference.clone(), is_booker })
    };
    Ok(own.iter().filter_map(of).collect())
}

/// The live places that a person has on an event already (DUP-1).
pub async fn places_on(db: &impl ConnectionTrait, person_id: i64, event_id: i64) -> Result<Vec<OwnPlace>, DbErr> {
    let event = event::Entity::find_by_id(event_id).all(db).await?;
    places_of_person(db, person_id, event).await
}

/// The live places that a person has on other events that overlap with `starts` to `ends` (DUP-2); touching is not overlapping.
pub async fn overlapping_places(
    db: &impl ConnectionTrait,
    person_id: i64,
    (except_event, starts, ends): (i64, Instant, Instant),
) -> Result<Vec<OwnPlace>, DbErr> {
    let events = event::Entity::find()
        .filter(event::Column::Id.ne(except_event))
        .filter(event::Column::StartsAt.lt(ends))
        .filter(event::Column::EndsAt.gt(starts))
        .filter(event::Column::State.ne("cancelled"))
        .all(db)
        .await?;
    places_of_person(db, person_id, events).await
}
