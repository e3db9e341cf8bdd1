//! Statements that keep which bookings were made together.

use entity::{series_booking, series_booking_date};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use super::left_out::LeftOut;
use crate::events::EventId;
use crate::events::series::SeriesId;
use crate::kernel::Instant;

/// What became of one date.
pub(super) type Outcome = (EventId, Result<i64, LeftOut>);

/// Writes one act: a booking, or why there is none, for each date in order.
pub(super) async fn insert_series_booking(
    tx: &impl ConnectionTrait,
    series: SeriesId,
    outcomes: &[Outcome],
    now: Instant,
) -> Result<i64, DbErr> {
    let row = series_booking::ActiveModel { series_id: Set(series.0), booked_at: Set(now), ..Default::default() };
    let id = series_booking::Entity::insert(row).exec(tx).await?.last_insert_id;
    let rows = outcomes.iter().map(|(event, outcome)| series_booking_date::ActiveModel {
        series_booking_id: Set(id),
        event_id: Set(event.0),
        booking_id: Set(outcome.ok()),
        left_out: Set(outcome.err().map(|reason| reason.word().to_owned())),
        ..Default::default()
    });
    series_booking_date::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(id)
}
