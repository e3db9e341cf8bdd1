//! `/metrics` at the address of its own: what the process counted, and what the database holds at the moment of asking.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;

use crate::app::App;
use crate::bookings::queries::count_bookings;
use crate::jobs::Priority;
use crate::jobs::queries::{count_jobs, oldest_due};
use crate::kernel::Unexpected;
use crate::notifications::queries::count_messages;
use crate::web::PageError;

/// The figures; 503 when the database is away.
pub async fn show_metrics(app: Data<App>) -> Result<HttpResponse, PageError> {
    fill(&app).await?;
    let text = app.shell.metrics.text().map_err(PageError::from_error)?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4")).body(text))
}

async fn fill(app: &App) -> Result<(), Unexpected> {
    let (db, now, metrics) = (app.db.reader(), app.now(), &app.shell.metrics);
    let set = |what: &str, figure: u64| metrics.set(what, i64::try_from(figure).unwrap_or(i64::MAX));
    let jobs = count_jobs(db, now).await?;
    set("jobs_due", jobs.due);
    set("jobs_waiting", jobs.waiting);
    set("jobs_running", jobs.running);
    set("jobs_dead", jobs.dead);
    for priority in Priority::ALL {
        let oldest = oldest_due(db, priority, now).await?.map_or(0, |since| (now - since).num_seconds());
        metrics.set(&format!("oldest_due_job_seconds_{}", priority.word()), oldest);
    }
    let messages = count_messages(db, now).await?;
    set("messages_queued", messages.queued);
    set("messages_failed", messages.failed);
    for (state, count) in count_bookings(db).await? {
        metrics.set(&format!("bookings_{state}"), count);
    }
    let (readers, reading) = app.db.readers();
    set("database_readers", readers as u64);
    set("database_readers_busy", reading as u64);
    set("database_statements", app.db.statements());
    Ok(())
}
