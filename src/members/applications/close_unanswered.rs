//! Closes applications whose question nobody answers: a reminder after thirty days, the end after sixty (rules 2.2, "expired").

use chrono::{Duration, NaiveDate};

use super::application_state::ApplicationState;
use super::emails;
use super::queries::{ApplicationRecord, unanswered_before};
use super::store::applications::{Change, mark};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};

/// A question left alone this long is asked once more.
const REMIND_AFTER: Duration = Duration::days(30);
/// An application whose question is left alone this long is closed; its applicant may apply again at any time.
const CLOSED_AFTER: Duration = Duration::days(60);
/// Why, as the applicant and officers read it.
const REASON: &str = "Our question was not answered within 60 days";

/// The last London day on which a question asked at `asked_at` can surely be answered.
pub(super) fn answer_by(asked_at: Instant) -> NaiveDate {
    london_date(asked_at + CLOSED_AFTER - Duration::days(1))
}

/// Reminds and closes, in the caller's transaction. Safe to run twice, late, or cut in half.
pub(super) async fn close_unanswered(app: &App, tx: &Tx, now: Instant) -> Result<(), Unexpected> {
    for application in unanswered_before(tx, now - REMIND_AFTER).await? {
        if application.updated_at <= now - CLOSED_AFTER {
            close(app, tx, &application, now).await?;
        } else {
            emails::queue_question_reminder(app, tx, &application, now).await?;
        }
    }
    Ok(())
}

async fn close(app: &App, tx: &Tx, application: &ApplicationRecord, now: Instant) -> Result<(), Unexpected> {
    let from = [ApplicationState::WaitingForEvidence];
    let change = Change { closed_at: Some(now), closed_reason: Some(REASON.to_owned()), ..Change::default() };
    if !mark(tx, application.id, (&from, ApplicationState::Expired), change, now).await? {
        return Ok(());
    }
    let entry = Entry {
        actor: Actor::System,
        action: "application.expired",
        subject_kind: "membership_application",
        subject_id: application.id,
        reason: Some(REASON),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    emails::queue_expired(app, tx, application, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_the_letter_is_before_the_end_on_both_sides_of_a_clock_change() {
        for (asked, by) in [("2026-03-01T09:00:00Z", "2026-04-29"), ("2026-10-01T22:30:00Z", "2026-11-29")] {
            let asked: Instant = asked.parse().unwrap();
            assert_eq!(answer_by(asked).to_string(), by);
            assert!(answer_by(asked) < london_date(asked + CLOSED_AFTER));
        }
    }
}
