//! The job of the reminder.

use serde::{Deserialize, Serialize};

use super::send_nudge::send_nudge;
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::{Instant, Unexpected};

/// Reminds a member whose membership ends before an event they have a place on (ELG-5).
pub const NUDGE_RENEWAL: &str = "nudge_renewal";

#[derive(Serialize, Deserialize)]
struct Whose {
    event_id: i64,
    person_id: i64,
}

/// The reminder of one person about one event, once however many places are confirmed.
pub(super) fn nudge_renewal_job((event_id, person_id): (i64, i64), at: Instant) -> Result<NewJob, Unexpected> {
    let key = format!("{NUDGE_RENEWAL}:{event_id}:{person_id}");
    Ok(NewJob::new(NUDGE_RENEWAL, &Whose { event_id, person_id })?.at(at).once(key))
}

/// Handler of [`NUDGE_RENEWAL`].
pub async fn run_nudge_renewal(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let Whose { event_id, person_id } = job.read()?;
    send_nudge(app, (event_id, person_id)).await
}
