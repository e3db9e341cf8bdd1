//! The course on whose dates the states are shown, and those dates, reckoned from today.

use chrono::{Days, NaiveDate};

use crate::audit::Actor;
use crate::bookings::standard_rules::ensure_standard_rules;
use crate::demo::WorldMaker;
use crate::demo::course_words::what_a_child_does_not_say;
use crate::demo::courses::make_priced_training;
use crate::events::{EventId, create_course, publish_course};
use crate::kernel::{Instant, Pence, Unexpected, WorkingDays, uk_time};

/// The dates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    /// Took place about two weeks ago, with three seats and a waiting list.
    pub over: EventId,
    /// Within the five working days in which an answer is late.
    pub near: EventId,
    /// Far away: refunds in full.
    pub far: EventId,
    /// Costs more than `far`.
    pub dearer: EventId,
    /// Booked, and then moved by the office.
    pub shifted: EventId,
}

/// Seats of the date that is over.
const FEW: i32 = 3;
const SEATS: i32 = 40;
/// What the dearer date costs anyone, and members.
const DEARER: (Pence, Pence) = (Pence::new(12_000), Pence::new(7_000));

/// Announced three months ago.
pub(super) async fn make_dates(maker: &WorldMaker<'_>, now: Instant) -> Result<Dates, Unexpected> {
    let app = maker.app;
    maker.clock.travel(now - chrono::Duration::days(90));
    let (made_at, today) = (app.now(), uk_time::london_date(now));
    let (course, policy) = app
        .db
        .write_tx(async |tx| {
            let policy = ensure_standard_rules(tx, made_at).await?;
            let id = create_course(tx, &what_a_child_does_not_say(), Actor::System, made_at).await?;
            publish_course(tx, id, Actor::System, made_at).await.map_err(super::said)?;
            Ok::<_, Unexpected>((id, policy))
        })
        .await?;
    let make = async |day: NaiveDate, seats: i32, prices: Option<(Pence, Pence)>| {
        make_priced_training(app, (course, policy), day, seats, prices).await
    };
    let around = |days: u64| WorkingDays::shipped().after(today + Days::new(days), 1);
    Ok(Dates {
        over: make(WorkingDays::shipped().after(today - Days::new(16), 1), FEW, None).await?,
        near: make(WorkingDays::shipped().after(today, 4), SEATS, None).await?,
        far: make(around(62), SEATS, None).await?,
        dearer: make(around(76), SEATS, Some(DEARER)).await?,
        shifted: make(around(48), SEATS, None).await?,
    })
}
