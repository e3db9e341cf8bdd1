//! `nairo serve` and `nairo worker`: the product in earnest. They change no schema and refuse to start on one that is behind.

use std::sync::Arc;

use super::Failure;
use super::assemble::{assemble, block_on, listen, open_ready_database};
use super::logging::{self, LogFormat};
use super::processes::{WorkerThread, serve_until_stopped, stop_signal};
use crate::app::App;
use crate::bookings::standard_rules::renew_standard_terms;
use crate::config::{Mode, Settings};
use crate::identity::load_identity;
use crate::kernel::SystemClock;
use crate::members::membership::ensure_terms_at_start;
use crate::routes::route_table;

/// Runs the web server, and the worker with it when asked.
pub fn serve(with_worker: bool) -> Result<(), Failure> {
    let settings = settings()?;
    block_on(async {
        let listener = listen(settings.addr)?;
        let app = open(settings).await?;
        let worker = with_worker.then(|| WorkerThread::start(Arc::clone(&app))).transpose()?;
        tracing::info!(address = %app.settings.addr, base_url = app.settings.base_url, with_worker, "serving");
        serve_until_stopped(app, listener, route_table, worker).await
    })
}

/// Runs background jobs only.
pub fn worker() -> Result<(), Failure> {
    let settings = settings()?;
    block_on(async {
        let app = open(settings).await?;
        let worker = WorkerThread::start(Arc::clone(&app))?;
        tracing::info!("working");
        stop_signal().await?;
        worker.stop().await;
        app.db.clone().close().await;
        Ok(())
    })
}

/// Settings of the real thing, with log lines for machines.
pub fn settings() -> Result<Settings, Failure> {
    let settings = Settings::from_environment(Mode::Serve)?;
    logging::start(&settings.log, LogFormat::Json)?;
    Ok(settings)
}

/// The product on a database that is ready for it. Booking terms as they first shipped are brought up to date;
/// a site that offers membership has terms for it.
pub async fn open(settings: Settings) -> Result<Arc<App>, Failure> {
    let db = open_ready_database(&settings).await?;
    if load_identity(db.reader()).await?.is_none() {
        tracing::warn!(
            "the charity has no name, number and address yet: sign in as administrator and fill in /admin/charity"
        );
    }
    let app = assemble(settings, db, Arc::new(SystemClock))?;
    renew_standard_terms(&app).await?;
    ensure_terms_at_start(&app).await?;
    Ok(app)
}
