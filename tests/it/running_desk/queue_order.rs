//! Which job comes first.

use futures_util::future::join_all;
use nairo::jobs::queue::{LEASE, claim_next};
use nairo::jobs::{NewJob, Priority, enqueue, enqueue_all};
use serde_json::json;

use crate::support::{TestApp, spawn_app};

fn job(name: &'static str, priority: Priority) -> NewJob {
    NewJob::new(name, &json!({})).unwrap().priority(priority)
}

async fn queue(app: &TestApp, jobs: Vec<NewJob>) {
    let now = app.now();
    app.state.db.write_tx(async |tx| enqueue_all(tx, jobs, now).await).await.unwrap();
}

async fn claim(app: &TestApp, worker: &str) -> Option<String> {
    let now = app.now();
    let claimed = app.state.db.write_tx(async |tx| claim_next(tx, worker, now).await).await.unwrap();
    claimed.map(|job| job.name)
}

#[actix_web::test]
async fn whoever_waits_before_a_screen_comes_before_thousands_of_letters() {
    let app = spawn_app().await;
    app.run_jobs().await;
    app.leave_work();
    queue(&app, vec![job("letter", Priority::Bulk), job("refund", Priority::Bulk)]).await;
    app.advance(chrono::Duration::seconds(5));
    queue(&app, vec![job("webhook", Priority::Usual), job("code", Priority::Soon)]).await;
    app.advance(chrono::Duration::seconds(5));
    queue(&app, vec![job("later", Priority::Soon).at(app.now() + chrono::Duration::seconds(1))]).await;

    let mut order = Vec::new();
    while let Some(name) = claim(&app, "one").await {
        order.push(name);
    }

    assert_eq!(order, ["code", "webhook", "letter", "refund"]);
}

#[actix_web::test]
async fn what_a_lost_worker_held_comes_before_whatever_there_is_very_much_of() {
    let app = spawn_app().await;
    app.run_jobs().await;
    app.leave_work();
    queue(&app, vec![job("letter", Priority::Bulk)]).await;
    assert_eq!(claim(&app, "lost").await.as_deref(), Some("letter"));
    queue(&app, vec![job("another letter", Priority::Bulk)]).await;
    app.advance(LEASE);

    assert_eq!(claim(&app, "next").await.as_deref(), Some("letter"));
    assert_eq!(claim(&app, "next").await.as_deref(), Some("another letter"));
    assert_eq!(claim(&app, "next").await, None);
}

#[actix_web::test]
async fn workers_that_ask_at_the_same_time_get_different_jobs_and_none_goes_away_empty() {
    let app = spawn_app().await;
    app.run_jobs().await;
    app.leave_work();
    let now = app.now();
    for _ in 0..6 {
        app.state.db.write_tx(async |tx| enqueue(tx, job("letter", Priority::Bulk), now).await).await.unwrap();
    }

    let claims = (0..6).map(|_| async {
        app.state.db.write_tx(async |tx| claim_next(tx, "one of six", now).await).await.unwrap().map(|job| job.id)
    });
    let mut ids: Vec<i64> = join_all(claims).await.into_iter().flatten().collect();
    ids.sort_unstable();
    ids.dedup();

    assert_eq!(ids.len(), 6);
}
