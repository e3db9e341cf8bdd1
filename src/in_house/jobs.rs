//! What happens to enquiries by itself: one alert when nobody has answered in time, the end of an offer that ran out, and
//! forgetting what came to nothing a year ago.

use chrono::Duration;

use super::answer_clock::is_late;
use super::emails::{self, Notice};
use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry};
use super::queries::{expired_offers, late_enquiries, old_enquiries};
use super::store::enquiries::{claim_alert, lock_enquiry, wipe_enquiry};
use crate::app::App;
use crate::audit::Actor;
use crate::jobs::JobOutcome;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;

/// The name of the job.
pub const TEND_IN_HOUSE: &str = "tend_in_house";

/// What came to nothing is kept this long.
const KEPT_FOR: Duration = Duration::days(365);

/// Runs [`TEND_IN_HOUSE`]. Safe to run twice, late, or cut in half: each enquiry is a transaction of its own.
pub async fn run_tend_in_house(app: &App) -> Result<JobOutcome, Unexpected> {
    let (now, db) = (app.now(), app.db.reader());
    let today = london_date(now);
    for enquiry in late_enquiries(db, today).await? {
        if !is_late(enquiry.answer_due_on, enquiry.first_answered_at, now) {
            continue;
        }
        app.db
            .write_tx(async |tx| {
                if claim_alert(tx, enquiry.id, now).await? {
                    emails::queue_notice(app, tx, &enquiry, Notice::Late, now).await?;
                }
                Ok::<_, Unexpected>(())
            })
            .await?;
    }
    for id in expired_offers(db, today).await? {
        let moved = app.db.write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, id).await?;
            move_enquiry(tx, &enquiry, Step::plain(EnquiryEvent::Expired, Actor::System, ""), now).await
        });
        match moved.await {
            Ok(_) | Err(MoveError::NotNow(_)) => {}
            Err(MoveError::Unexpected(error)) => return Err(error),
        }
    }
    for id in old_enquiries(db, now - KEPT_FOR).await? {
        app.db.write_tx(async |tx| Ok::<_, Unexpected>(wipe_enquiry(tx, id, now).await?)).await?;
    }
    Ok(JobOutcome::Done)
}
