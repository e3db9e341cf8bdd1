//! The email that answers cause: to whoever arranges the date, when somebody changed theirs late (QST-6).

use serde_json::json;

use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::needs::care::tell_organiser;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{Instant, Unexpected};

/// What was changed late.
pub(super) struct LateChange<'a> {
    /// The date.
    pub(super) event: &'a EventDetails,
    /// The booker or the attendee.
    pub(super) who: &'a str,
    /// The booking's reference.
    pub(super) reference: &'a str,
}

/// Tells the organiser that answers differ from what they have planned with.
pub(super) async fn queue_late_change(
    app: &App,
    tx: &Tx,
    change: &LateChange<'_>,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "event": event_words(app, change.event, now),
        "who": change.who,
        "reference": change.reference,
        "desk": format!("/admin/events/{}/answers", change.event.id),
    });
    let key = format!("answers-changed-late:{}:{}", change.reference, now.timestamp_micros());
    tell_organiser(app, tx, change.event.id.0, ("answers_changed_late", data, key), now).await
}
