//! Writes how many people a date needs and when that is decided (SES-7), with the audit entry, when it is otherwise than before. People
//! who have booked were told what to expect, and that holds.

use serde_json::{Value, json};

use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::events::EventId;
use crate::events::running::{Minimum, RunDecision, set_minimum};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why it stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum MinimumFixed {
    /// It is known to run, and everybody was told.
    #[error("This date is confirmed to run, so the number of people and the day of the decision stay as they are.")]
    Confirmed,
    /// People booked it as one that runs.
    #[error("People have booked this date as one that runs, so it can no longer depend on a number of people.")]
    BookedAsCertain,
    /// People booked it as one that may not run.
    #[error(
        "People who have booked wait to hear whether this date runs. Leave this without saving and press “It will run” on its page: they are then told."
    )]
    TheyWait,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(MinimumFixed);

/// Whether a date whose decision stands at `before` may get `typed`; `Ok(false)` when nothing is different.
fn may_change(before: Option<RunDecision>, typed: Option<Minimum>, has_bookings: bool) -> Result<bool, MinimumFixed> {
    match (before, typed) {
        (before, typed) if before.map(|run| run.minimum) == typed => Ok(false),
        (Some(run), _) if !run.is_open() => Err(MinimumFixed::Confirmed),
        (None, Some(_)) if has_bookings => Err(MinimumFixed::BookedAsCertain),
        (Some(_), None) if has_bookings => Err(MinimumFixed::TheyWait),
        _ => Ok(true),
    }
}

/// Writes it behind the seats, or says why not. Another number or day is decided anew.
pub(super) async fn write_minimum(
    tx: &Tx,
    (id, before, has_bookings): (EventId, Option<RunDecision>, bool),
    typed: Option<Minimum>,
    (by, now): (Actor, Instant),
) -> Result<(), MinimumFixed> {
    if !may_change(before, typed, has_bookings)? {
        return Ok(());
    }
    if !set_minimum(tx, id, typed, now).await? {
        return Err(MinimumFixed::Confirmed);
    }
    let words = |minimum: Option<Minimum>| {
        minimum.map_or(Value::Null, |minimum| json!({"least_places": minimum.places, "decide_at": minimum.decide_at}))
    };
    let entry = Entry {
        actor: by,
        action: "event.minimum_changed",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: Some((words(before.map(|run| run.minimum)), words(typed))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_7_what_people_who_have_booked_were_told_holds() {
        let minimum = Minimum { places: 8, decide_at: "2026-08-28T11:00:00Z".parse().unwrap() };
        let fewer = Minimum { places: 6, ..minimum };
        let open = RunDecision { minimum, confirmed_at: None, short_at: None };
        let confirmed = RunDecision { confirmed_at: Some(minimum.decide_at), ..open };
        let table = [
            (None, None, true, Ok(false)),
            (Some(open), Some(minimum), true, Ok(false)),
            (Some(confirmed), Some(minimum), true, Ok(false)),
            (None, Some(minimum), false, Ok(true)),
            (Some(open), None, false, Ok(true)),
            (Some(open), Some(fewer), true, Ok(true)),
            (None, Some(minimum), true, Err("People have booked this date as one that runs")),
            (Some(open), None, true, Err("wait to hear whether this date runs")),
            (Some(confirmed), Some(fewer), false, Err("is confirmed to run")),
            (Some(confirmed), None, false, Err("is confirmed to run")),
        ];
        for (before, typed, has_bookings, wanted) in table {
            let answer = may_change(before, typed, has_bookings);
            let is_so = match (&answer, wanted) {
                (Ok(one), Ok(other)) => *one == other,
                (Err(refusal), Err(words)) => refusal.to_string().contains(words),
                _ => false,
            };
            assert!(is_so, "{before:?} {typed:?} {has_bookings}: {answer:?}");
        }
    }
}
