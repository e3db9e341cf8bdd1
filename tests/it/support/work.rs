//! What the queue still holds, for checks at the end of a test.

use std::sync::Arc;

use entity::job::{Column, Entity};
use nairo::app::App;
use nairo::db::Db;
use nairo::job_table;
use nairo::jobs::Worker;
use nairo::kernel::Instant;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::database::POOLS;

/// Names of the jobs that are due at `now`, read over a connection of its own.
pub async fn due_jobs(url: &str, now: Instant) -> Vec<String> {
    let db = Db::open(url, POOLS).await.unwrap();
    let due = Column::RunAt.lte(now).and(Column::State.is_in(["ready", "claimed"]));
    let jobs = Entity::find().filter(due).all(db.reader()).await.unwrap();
    db.close().await;
    jobs.into_iter().map(|job| job.name).collect()
}

/// Runs every job that is due, and what comes round; gives how many.
pub async fn run_until_idle(state: &Arc<App>) -> usize {
    let app = Arc::clone(state);
    let worker = Worker {
        name: "the test".to_owned(),
        db: state.db.clone(),
        clock: Arc::clone(&state.clock),
        tokens: Arc::clone(&state.tokens),
        schedule: job_table::SCHEDULE,
        handler: Box::new(move |job| job_table::run(Arc::clone(&app), job)),
    };
    worker.run_until_idle().await.unwrap()
}

/// Jobs that died or wait for another try after a failure, with what they said.
pub async fn troubles(app: &App) -> Vec<String> {
    let failed = Column::State.eq("dead").or(Column::State.eq("ready").and(Column::LastError.is_not_null()));
    let jobs = Entity::find().filter(failed).all(app.db.reader()).await.unwrap();
    let failures = jobs.into_iter().filter(|job| job.last_error.as_deref() != Some("waiting"));
    failures.map(|job| format!("{} ({}): {}", job.name, job.payload, job.last_error.unwrap_or_default())).collect()
}

/// Names of all jobs in the queue that are not done, with when they run.
pub async fn waiting_jobs(app: &App) -> Vec<(String, Instant)> {
    let jobs = Entity::find().filter(Column::State.eq("ready")).all(app.db.reader()).await.unwrap();
    jobs.into_iter().map(|job| (job.name, job.run_at)).collect()
}

/// Waits in real time for what another thread or process does; fails when it does not come.
pub async fn until(what: &str, has_happened: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if has_happened() {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a minute went by, and not yet: {what}");
}
