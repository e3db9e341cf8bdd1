//! What a supervisor is told.

use chrono::Duration;
use nairo::job_table;
use nairo::jobs::Worker;

use crate::support::{TestApp, spawn_app};

async fn beat(app: &TestApp) {
    let worker = Worker {
        name: "a worker".to_owned(),
        db: app.state.db.clone(),
        clock: std::sync::Arc::clone(&app.state.clock),
        tokens: std::sync::Arc::clone(&app.state.tokens),
        schedule: job_table::SCHEDULE,
        handler: Box::new(|_| Box::pin(async { unreachable!("only its heart beats") })),
    };
    worker.beat(app.now()).await.unwrap();
}

#[actix_web::test]
async fn the_process_is_alive_whatever_else() {
    let app = spawn_app().await;

    let page = app.visitor().get("/health/live").await;

    page.assert_status(200);
    assert_eq!(page.html, "ok");
}

#[actix_web::test]
async fn it_is_ready_while_a_worker_has_been_heard_of_within_a_minute() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    visitor.get("/health/ready").await.assert_status(503);

    beat(&app).await;
    visitor.get("/health/ready").await.assert_status(200);
    app.advance(Duration::seconds(59));
    visitor.get("/health/ready").await.assert_status(200);
    app.advance(Duration::seconds(1));

    let page = visitor.get("/health/ready").await;
    page.assert_status(503);
    assert!(page.html.contains("No worker"));
}
