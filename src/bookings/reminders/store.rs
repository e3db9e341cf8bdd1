//! Statements that note reminders.

use std::collections::{BTreeMap, BTreeSet};

use entity::{place, reminder, reminding};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::queries::Round;
use crate::bookings::booking_state::BookingState;
use crate::kernel::Instant;

/// People are reminded of what falls due from this instant on, unless it was said before.
pub async fn begin_reminding(tx: &impl ConnectionTrait, from: Instant) -> Result<(), DbErr> {
    let row = reminding::ActiveModel { id: Set(1), begins_at: Set(from) };
    let known = OnConflict::column(reminding::Column::Id).do_nothing().to_owned();
    reminding::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// What became of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is in the outbox.
    Sent,
    /// It was too late.
    Missed,
    /// There was nobody to tell, or nothing to tell them.
    Skipped,
}

impl Ending {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Missed => "missed",
            Self::Skipped => "skipped",
        }
    }
}

/// One reminder as it is noted: of a place, or of a whole booking.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub(super) booking_id: i64,
    pub(super) place_id: Option<i64>,
    pub(super) ending: Ending,
}

/// Notes reminders in one statement. Those noted before stay as they are (RMD-6); gives the others, as pairs of booking and place.
pub(super) async fn note(
    tx: &impl ConnectionTrait,
    round: Round,
    notes: &[Note],
    now: Instant,
) -> Result<BTreeSet<(i64, Option<i64>)>, DbErr> {
    if notes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let row = |note: &Note| reminder::ActiveModel {
        event_id: Set(round.event_id),
        booking_id: Set(note.booking_id),
        place_id: Set(note.place_id),
        rule: Set(round.reminder.word().to_owned()),
        event_begins_at: Set(round.begins_at),
        state: Set(note.ending.word().to_owned()),
        noted_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::new().do_nothing().to_owned();
    let written =
        reminder::Entity::insert_many(notes.iter().map(row)).on_conflict(known).exec_with_returning(tx).await?;
    Ok(written.into_iter().map(|row| (row.booking_id, row.place_id)).collect())
}

/// Those of these places that are confirmed now, as they are now, locked in rising order so that none is cancelled or given to
/// somebody else before what is written to its attendee is queued.
pub(super) async fn still_confirmed(
    tx: &impl ConnectionTrait,
    place_ids: &[i64],
) -> Result<BTreeMap<i64, place::Model>, DbErr> {
    let places = place::Entity::find()
        .filter(place::Column::Id.is_in(place_ids.iter().copied()))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .order_by_asc(place::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    Ok(places.into_iter().map(|place| (place.id, place)).collect())
}
