//! The job that turns deferred income into income when what was sold has been delivered (REP-2): an event on its London day, a
//! term of membership on its first. It goes through every line that the books may be behind with; run twice, or after weeks of
//! standing still, it posts each line once and on the right day.

use std::collections::BTreeMap;

use crate::app::App;
use crate::events::EventDetails;
use crate::jobs::JobOutcome;
use crate::kernel::uk_time::{end_of_days_before, london_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::membership;
use crate::payments::Purpose;
use crate::payments::income::{Earned, LineToLookAt, list_lines_to_look_at, recognise_lines};

use super::subjects::events_of;

/// The name of the job.
pub const RECOGNISE_INCOME: &str = "recognise_income";

/// Lines looked at in one go.
const BATCH: u64 = 1_000;

/// The job's handler.
pub async fn run_recognise_income(app: &App) -> Result<JobOutcome, Unexpected> {
    let posted = recognise_income(app).await?;
    if posted > 0 {
        tracing::info!(posted, "income was brought up to date");
    }
    Ok(JobOutcome::Done)
}

/// Brings all income up to date, one transaction a charge, and gives how many lines were posted.
pub async fn recognise_income(app: &App) -> Result<usize, Unexpected> {
    let now = app.now();
    let (mut after, mut posted) = (0, 0);
    loop {
        let lines = list_lines_to_look_at(app.db.reader(), after, BATCH, now).await?;
        let Some(last) = lines.last() else { return Ok(posted) };
        after = last.line_id;
        for (charge_id, lines) in by_charge(app, &lines, now).await? {
            posted += app.db.write_tx(async |tx| recognise_lines(tx, charge_id, &lines, now).await).await?;
        }
    }
}

/// The lines with whether each is earned, by charge. Charges of which nothing can have changed are left out: not delivered, and
/// never recognised.
async fn by_charge(
    app: &App,
    lines: &[LineToLookAt],
    now: Instant,
) -> Result<BTreeMap<i64, Vec<(i64, Earned)>>, Unexpected> {
    let db = app.db.reader();
    let events = events_of(db, lines.iter().map(|line| line.purpose)).await?;
    let orders = lines.iter().filter_map(|line| match line.purpose {
        Purpose::MembershipTerm(id) => Some(id),
        _ => None,
    });
    let terms = membership::earned_days(db, &orders.collect::<Vec<_>>()).await?;
    let mut charges: BTreeMap<i64, Vec<(i64, Earned)>> = BTreeMap::new();
    for line in lines {
        let earned = match line.purpose {
            Purpose::MembershipTerm(id) => {
                terms.get(&id).filter(|day| **day <= london_date(now)).map_or(Earned::NotYet, |day| Earned::On(*day))
            }
            purpose => events.get(&purpose).map_or(Earned::NotYet, |event| earned_by(event, now)),
        };
        if earned != Earned::NotYet || line.was_recognised {
            charges.entry(line.charge_id).or_default().push((line.line_id, earned));
        }
    }
    Ok(charges)
}

/// An event is delivered when it is over: at its end, or at the end of its day while the time is not known. One that was called
/// off counts the same: whatever is still charged for it by then is kept.
fn earned_by(event: &EventDetails, now: Instant) -> Earned {
    let Some(day) = event.when.known_day() else { return Earned::NotYet };
    let over_at = event.ends_at().unwrap_or_else(|| end_of_days_before(day, 0));
    if over_at <= now { Earned::On(day) } else { Earned::NotYet }
}
