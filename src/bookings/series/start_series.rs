//! Makes a series of a meeting: the meeting is its first date, the others are drafts like it, all in one transaction.

use super::desk::check_free;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::desk::copy_date::copy_date_in;
use crate::bookings::sale::find_sale;
use crate::events::series::{
    NotForSeries, Rhythm, RhythmError, SeriesId, check_for_series, create_series, put_in_series, series_dates,
};
use crate::events::{EventId, load_plain_event};
use crate::idempotency::{self, Claim};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::unexpected_from;

/// The command.
#[derive(Clone, Debug)]
pub struct StartSeries {
    /// The first meeting.
    pub first: EventId,
    /// What the series is called.
    pub name: String,
    /// How often.
    pub rhythm: Rhythm,
    /// How many dates in all, the first among them.
    pub count: usize,
    /// The officer.
    pub officer_id: i64,
    /// Makes a double submit one series.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

/// Why no series was made.
#[derive(Debug, thiserror::Error)]
pub enum StartSeriesError {
    /// Not of this kind.
    #[error("{0}")]
    NotForSeries(NotForSeries),
    /// It costs something.
    #[error("Only free meetings make a series.")]
    NotFree,
    /// It is a date of one already.
    #[error("This meeting is a date of a series already.")]
    InSeries,
    /// It is over.
    #[error("This meeting is over. Begin the series with one that is still to come.")]
    Over,
    /// One of the dates does not work.
    #[error("{0}")]
    Rhythm(RhythmError),
    /// The key was used for another form.
    #[error("This form was sent before with other words in it. Look in the list of series before you send it again.")]
    AlreadySent,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(StartSeriesError);

/// Makes it. A repeat with the same key and form gives the same series.
pub async fn start_series(app: &App, command: &StartSeries) -> Result<SeriesId, StartSeriesError> {
    let now = app.now();
    let (actor, key) = (format!("person:{}", command.officer_id), command.idempotency_key.as_str());
    app.db
        .write_tx(async |tx| {
            match idempotency::claim(tx, key, &actor, &command.digest, now).await? {
                Claim::Fresh => {}
                Claim::Repeat(id) => return Ok(SeriesId(id.parse().context("an idempotency result is not a series")?)),
                Claim::Different => return Err(StartSeriesError::AlreadySent),
            }
            let first = load_plain_event(tx, command.first).await?;
            check_for_series(&first).map_err(StartSeriesError::NotForSeries)?;
            if !check_free(find_sale(tx, first.id.0).await?.as_ref()) {
                return Err(StartSeriesError::NotFree);
            }
            if first.when.is_over(now) {
                return Err(StartSeriesError::Over);
            }
            let dates = series_dates(&first.when, command.rhythm, command.count).map_err(StartSeriesError::Rhythm)?;
            let by = Actor::Person(command.officer_id);
            let id = create_series(tx, &command.name, by, now).await?;
            if !put_in_series(tx, id, first.id, by, now).await? {
                return Err(StartSeriesError::InSeries);
            }
            for when in dates.into_iter().skip(1) {
                let copy = copy_date_in(tx, (first.id, when), command.officer_id, now).await?;
                put_in_series(tx, id, copy, by, now).await?;
            }
            idempotency::finish(tx, key, &actor, &id.to_string()).await?;
            Ok(id)
        })
        .await
}
