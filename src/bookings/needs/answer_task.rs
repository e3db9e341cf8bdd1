//! The organiser answers a task: it is arranged, we will call, or somebody takes it on (QST-5).

use super::store;
use super::task::{TaskAnswer, TaskState};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Answers an open task of a date. False: it is not open any more, because somebody answered it or the attendee told something
/// else meanwhile.
pub async fn answer_task(app: &App, task: (i64, i64), answer: TaskAnswer, officer_id: i64) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let (done, action) = match answer {
                TaskAnswer::Arranged => {
                    let done = store::mark_answered(tx, task, TaskState::Arranged, (officer_id, now)).await?;
                    (done, "needs_task.arranged")
                }
                TaskAnswer::WillCall => {
                    let done = store::mark_answered(tx, task, TaskState::WillCall, (officer_id, now)).await?;
                    (done, "needs_task.call_promised")
                }
                TaskAnswer::TakeOn => (store::mark_taken_on(tx, task, officer_id).await?, "needs_task.taken_on"),
            };
            if done {
                let entry = Entry {
                    actor: Actor::Person(officer_id),
                    action,
                    subject_kind: "needs_task",
                    subject_id: task.1,
                    reason: None,
                    values: None,
                };
                audit::record(tx, entry, now).await?;
            }
            Ok(done)
        })
        .await
}
