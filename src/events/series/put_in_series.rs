//! Makes a series, puts meetings in it and takes them out, in the caller's transaction. Nothing about a meeting itself changes.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{SeriesId, store};
use crate::audit::{self, Actor, Entry};
use crate::events::{EventDetails, EventId, EventKind};
use crate::kernel::{Instant, Unexpected};

/// Why a date cannot be one of a series.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotForSeries {
    /// Training is booked date by date.
    #[error("Only members’ meetings make a series: training is booked date by date.")]
    Training,
    /// It is booked by one authority's own people.
    #[error("A private date cannot be one of a series.")]
    Private,
    /// It does not take place.
    #[error("A date that was called off cannot be put in a series.")]
    Cancelled,
}

/// Whether a date may be one of a series. That it is free is for whoever knows its prices to say.
pub fn check_for_series(event: &EventDetails) -> Result<(), NotForSeries> {
    match event.kind {
        EventKind::Training => Err(NotForSeries::Training),
        EventKind::MembersMeeting if event.is_private() => Err(NotForSeries::Private),
        EventKind::MembersMeeting if event.is_cancelled() => Err(NotForSeries::Cancelled),
        EventKind::MembersMeeting => Ok(()),
    }
}

/// Writes an empty series and gives its id.
pub async fn create_series(
    tx: &impl ConnectionTrait,
    name: &str,
    by: Actor,
    now: Instant,
) -> Result<SeriesId, Unexpected> {
    let id = store::insert_series(tx, name, now).await?;
    note(tx, (id, "event_series.created"), json!({ "name": name }), (by, now)).await?;
    Ok(id)
}

/// Makes a meeting a date of the series; false when it is one already, of this or another.
pub async fn put_in_series(
    tx: &impl ConnectionTrait,
    id: SeriesId,
    event: EventId,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::insert_date(tx, id, event).await? {
        return Ok(false);
    }
    note(tx, (id, "event_series.date_added"), json!({ "event_id": event.0 }), (by, now)).await?;
    Ok(true)
}

/// Takes a meeting out of the series; bookings stay as they are. False when it is not one of its dates.
pub async fn take_out_of_series(
    tx: &impl ConnectionTrait,
    id: SeriesId,
    event: EventId,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::delete_date(tx, id, event).await? {
        return Ok(false);
    }
    note(tx, (id, "event_series.date_removed"), json!({ "event_id": event.0 }), (by, now)).await?;
    Ok(true)
}

async fn note(
    tx: &impl ConnectionTrait,
    (id, action): (SeriesId, &'static str),
    value: serde_json::Value,
    (by, now): (Actor, Instant),
) -> Result<(), Unexpected> {
    let entry = Entry {
        actor: by,
        action,
        subject_kind: "event_series",
        subject_id: id.0,
        reason: None,
        values: Some((serde_json::Value::Null, value)),
    };
    Ok(audit::record(tx, entry, now).await?)
}
