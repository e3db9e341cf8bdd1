//! The email that needs cause: to whoever arranges the date, that there is something to arrange. Whose needs they are and what
//! they are stands at the desk only (QST-3).

use serde_json::json;

use super::care::tell_organiser;
use super::store::NewTask;
use super::task::TaskCause;
use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Unexpected};

/// Tells the organiser of a task (QST-5), and that it came after the cut-off (QST-6).
pub(super) async fn queue_task_raised(
    app: &App,
    tx: &Tx,
    event: &EventDetails,
    (task_id, task): (i64, &NewTask),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "event": event_words(app, event, now),
        "cause": task.cause.word(),
        "is_new": task.cause == TaskCause::New,
        "is_late": task.is_late,
        "due": long_date(task.due_on),
        "desk": format!("/admin/events/{}/needs", event.id),
    });
    tell_organiser(app, tx, event.id.0, ("needs_task_raised", data, format!("needs-task-raised:{task_id}")), now).await
}
