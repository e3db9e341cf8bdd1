//! What a supervisor asks: is the process alive, and can it do its work?

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;

use super::schema;
use crate::app::App;
use crate::jobs::queries::worker_is_alive;

/// The process answers.
pub async fn show_live() -> HttpResponse {
    plain(StatusCode::OK, "ok")
}

/// Database, schema and worker are fit for work; else 503 and what is wrong, in plain words.
pub async fn show_ready(app: Data<App>) -> HttpResponse {
    match check(&app).await {
        Ok(()) => plain(StatusCode::OK, "ready"),
        Err(words) => plain(StatusCode::SERVICE_UNAVAILABLE, words),
    }
}

async fn check(app: &App) -> Result<(), &'static str> {
    let db = app.db.reader();
    match schema::is_current(db).await {
        Ok(true) => {}
        Ok(false) => return Err("The database's schema is behind this program. Run `nairo migrate`."),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            return Err("The database does not answer.");
        }
    }
    match worker_is_alive(db, app.now()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err("No worker has been heard of for a minute. Jobs and mail are waiting."),
        Err(_) => Err("The database does not answer."),
    }
}

fn plain(status: StatusCode, words: &'static str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(words)
}
