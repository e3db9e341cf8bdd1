//! The jobs page of the back office.

use nairo::jobs::queries::worker_is_alive;
use nairo::jobs::{NewJob, enqueue};
use serde_json::json;

use crate::support::{TestApp, spawn_app};

/// A job nobody can do, run until it gave up.
async fn with_a_dead_job() -> TestApp {
    let app = spawn_app().await;
    let now = app.now();
    let job = NewJob::new("square_the_circle", &json!({ "circle_id": 7 })).unwrap();
    app.state.db.write_tx(async |tx| enqueue(tx, job, now).await).await.unwrap();
    app.run_jobs_that_may_fail().await;
    app
}

#[actix_web::test]
async fn a_dead_job_is_shown_and_put_back() {
    let app = with_a_dead_job().await;
    let admin = app.admin().await;

    let page = admin.get("/admin/jobs").await;
    let revival = page.forms().into_iter().find(|form| form.action.ends_with("/revival")).unwrap();
    let done = admin.submit(revival.clone()).await;
    app.run_jobs_that_may_fail().await;
    let dead_again = admin.get("/admin/jobs").await;

    page.assert_status(200).assert_has("Square the circle").assert_has("circle id 7").assert_has("no job is called");
    page.assert_has("No worker is running").assert_has("Wipe old messages");
    done.assert_has("back in the queue");
    dead_again.assert_has("Square the circle");
    admin.get("/admin/audit").await.assert_has("Job revived");
}

#[actix_web::test]
async fn a_worker_that_was_heard_of_within_a_minute_is_alive() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    app.run_jobs().await;
    let worker = nairo::jobs::Worker {
        name: "worker-1".to_owned(),
        db: app.state.db.clone(),
        clock: app.state.clock.clone(),
        tokens: app.state.tokens.clone(),
        schedule: &[],
        handler: Box::new(|_| Box::pin(async { Ok(nairo::jobs::JobOutcome::Done) })),
    };

    worker.beat(app.now()).await.unwrap();
    let page = admin.get("/admin/jobs").await;
    let alive_now = worker_is_alive(app.state.db.reader(), app.now()).await.unwrap();
    app.advance(chrono::Duration::seconds(60));
    let alive_later = worker_is_alive(app.state.db.reader(), app.now()).await.unwrap();

    assert!(alive_now && !alive_later);
    page.assert_has("worker-1").assert_has("Alive");
    assert!(!page.has("No worker is running"));
}
