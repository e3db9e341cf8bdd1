//! What the jobs page may see.

use chrono::Duration;
use serde::Serialize;

use super::queries::{JobCounts, JobRow, OLDEST_HEARTBEAT, ScheduleRow, WorkerRow};
use crate::kernel::Instant;
use crate::web::MomentView;

/// The page.
#[derive(Serialize)]
pub(super) struct JobsView {
    pub counts: Vec<Figure>,
    pub worker_is_alive: bool,
    pub dead: Vec<JobView>,
    pub running: Vec<JobView>,
    pub waiting: Vec<JobView>,
    pub more_dead: u64,
    pub more_waiting: u64,
    pub schedule: Vec<TurnView>,
    pub workers: Vec<WorkerView>,
}

/// One number with its name.
#[derive(Serialize)]
pub(super) struct Figure {
    pub label: &'static str,
    pub value: u64,
}

/// One job.
#[derive(Serialize)]
pub(super) struct JobView {
    pub id: i64,
    pub name: String,
    pub about: String,
    pub tried: String,
    pub when: MomentView,
    pub error: String,
    pub held_by: String,
}

/// One job that comes round.
#[derive(Serialize)]
pub(super) struct TurnView {
    pub name: String,
    pub last: Option<MomentView>,
    pub next: MomentView,
}

/// One worker.
#[derive(Serialize)]
pub(super) struct WorkerView {
    pub name: String,
    pub started: MomentView,
    pub heard: String,
    pub is_alive: bool,
}

pub(super) fn figures(counts: JobCounts) -> Vec<Figure> {
    vec![
        Figure { label: "Given up", value: counts.dead },
        Figure { label: "Running", value: counts.running },
        Figure { label: "Due now", value: counts.due },
        Figure { label: "Waiting in all", value: counts.waiting },
        Figure { label: "Done in 24 hours", value: counts.done_today },
    ]
}

pub(super) fn job_view(job: JobRow) -> JobView {
    // Jobs that wait for the outside world may be tried thousands of times; then only the count means anything.
    let tried = match (job.attempts, job.max_attempts) {
        (0, _) => "not yet".to_owned(),
        (1, 100..) => "once".to_owned(),
        (tried, 100..) => format!("{tried} times"),
        (tried, most) => format!("{tried} of {most} times"),
    };
    JobView {
        id: job.id,
        name: words_of(&job.name),
        about: about(&job.payload),
        tried,
        when: MomentView::short(job.finished_at.unwrap_or(job.run_at)),
        error: job.last_error.unwrap_or_default(),
        held_by: job.claimed_by.unwrap_or_default(),
    }
}

pub(super) fn turn_view(turn: ScheduleRow) -> TurnView {
    TurnView {
        name: words_of(&turn.name),
        last: turn.last_run_at.map(MomentView::short),
        next: MomentView::short(turn.next_run_at),
    }
}

pub(super) fn worker_view(worker: WorkerRow, now: Instant) -> WorkerView {
    let silent = std::cmp::max(now - worker.beat_at, Duration::zero());
    let heard = match (silent.num_seconds(), silent.num_minutes()) {
        (0..15, _) => "just now".to_owned(),
        (seconds @ 0..120, _) => format!("{seconds} seconds ago"),
        (_, minutes @ 0..120) => format!("{minutes} minutes ago"),
        _ => format!("{} hours ago", silent.num_hours()),
    };
    WorkerView {
        name: worker.name,
        started: MomentView::short(worker.started_at),
        heard,
        is_alive: silent < OLDEST_HEARTBEAT,
    }
}

/// `deliver_message` -> `Deliver message`.
fn words_of(name: &str) -> String {
    let words = name.replace(['_', ':'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `{"booking_id": 42}` -> `booking id 42`.
fn about(payload: &serde_json::Value) -> String {
    let Some(fields) = payload.as_object() else { return String::new() };
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let parts: Vec<String> =
        fields.iter().map(|(name, value)| format!("{} {}", name.replace('_', " "), text(value))).collect();
    parts.join(", ").chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn jobs_are_told_in_words() {
        assert_eq!(words_of("deliver_message"), "Deliver message");
        assert_eq!(about(&json!({ "booking_id": 42, "why": "late" })), "booking id 42, why late");
        assert_eq!(about(&json!({})), "");
    }

    #[test]
    fn a_worker_is_alive_for_a_minute_after_its_last_word() {
        let now: Instant = "2026-09-04T08:30:00Z".parse().unwrap();
        let table = [
            (0, true, "just now"),
            (59, true, "59 seconds ago"),
            (60, false, "60 seconds ago"),
            (600, false, "10 minutes ago"),
            (7_200, false, "2 hours ago"),
        ];
        for (seconds, is_alive, heard) in table {
            let beat_at = now - Duration::seconds(seconds);
            let view = worker_view(WorkerRow { name: "w".to_owned(), started_at: beat_at, beat_at }, now);

            assert_eq!((view.is_alive, view.heard.as_str()), (is_alive, heard));
        }
    }
}
