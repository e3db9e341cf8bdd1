//! The two running parts, web server and worker: started, stopped by a signal, and given ten seconds at the most to end well.

use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::rt;
use futures_util::future::join_all;

use super::Failure;
use crate::app::App;
use crate::jobs::worker::Worker;
use crate::{job_table, server};

/// Jobs that run side by side in one process.
const LANES: usize = 4;
/// From one heartbeat to the next; `/health/ready` allows six of them.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long jobs in hand may take to end once we are told to stop; then they are given back.
const LAST_JOBS: Duration = Duration::from_secs(5);
/// How long requests in hand may take after that.
const LAST_REQUESTS: Duration = Duration::from_secs(4);
/// How often the worker's supervisor looks whether it should stop.
const GLANCE: Duration = Duration::from_millis(100);

/// A worker on a thread and runtime of its own, so that pages never wait for jobs.
pub struct WorkerThread {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl WorkerThread {
    /// Starts the lanes and the heartbeat.
    pub fn start(app: Arc<App>) -> Result<Self, Failure> {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(move || rt::System::new().block_on(work(app, flag)))
            .map_err(|error| Failure::new(format!("the worker's thread cannot start: {error}")))?;
        Ok(Self { stop, thread })
    }

    /// Lets the jobs in hand end, gives back what is left, and returns when that is done.
    pub async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        let waited = rt::task::spawn_blocking(move || self.thread.join()).await;
        if !matches!(waited, Ok(Ok(()))) {
            tracing::error!("the worker ended in a panic");
        }
    }
}

/// Serves pages until a signal comes, then stops worker and server in this order, because jobs need the database to the end.
pub async fn serve_until_stopped(
    app: Arc<App>,
    listener: TcpListener,
    routes: server::Routes,
    worker: Option<WorkerThread>,
) -> Result<(), Failure> {
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let server = server::start(Arc::clone(&app), listener, routes, threads)
        .map_err(|error| Failure::new(format!("the web server cannot start: {error}")))?;
    let handle = server.handle();
    let running = rt::spawn(server);
    if let Some(addr) = app.settings.metrics_addr {
        serve_metrics(&app, addr)?;
    }
    stop_signal().await?;
    tracing::info!("stopping");
    if let Some(worker) = worker {
        worker.stop().await;
    }
    if tokio::time::timeout(LAST_REQUESTS, handle.stop(true)).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    running.abort();
    app.db.clone().close().await;
    Ok(())
}

/// Runs until the process ends: nobody waits for its last answer.
fn serve_metrics(app: &Arc<App>, addr: SocketAddr) -> Result<(), Failure> {
    let cannot =
        |error| Failure::new(format!("NAIRO_METRICS_ADDR: cannot listen on {addr} ({error}); choose another address"));
    let listener = TcpListener::bind(addr).map_err(cannot)?;
    rt::spawn(server::start_metrics(Arc::clone(app), listener).map_err(cannot)?);
    Ok(())
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn stop_signal() -> Result<(), Failure> {
    let cannot = |error| Failure::new(format!("signals cannot be watched: {error}"));
    #[cfg(unix)]
    {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(cannot)?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            done = tokio::signal::ctrl_c() => done.map_err(cannot),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map_err(cannot)
}

async fn work(app: Arc<App>, stop: Arc<AtomicBool>) {
    let worker = Rc::new(worker_of(&app));
    let lanes: Vec<_> = (0..LANES)
        .map(|_| {
            let (worker, stop) = (Rc::clone(&worker), Arc::clone(&stop));
            rt::spawn(async move { worker.run_until_stopped(&stop).await })
        })
        .collect();
    beat_until_stopped(&worker, &stop).await;
    if tokio::time::timeout(LAST_JOBS, join_all(lanes)).await.is_err() {
        tracing::warn!("a job did not end in time; it is given back and will be tried again");
    }
    match worker.release().await {
        Ok(0) => {}
        Ok(jobs) => tracing::info!(jobs, "jobs in hand were given back"),
        Err(error) => tracing::error!(%error, "jobs in hand could not be given back; they are taken over in a minute"),
    }
}

/// The hands of one process.
pub fn worker_of(app: &Arc<App>) -> Worker {
    let for_jobs = Arc::clone(app);
    Worker {
        name: format!("{}-{}", std::process::id(), app.tokens.reference()),
        db: app.db.clone(),
        clock: Arc::clone(&app.clock),
        tokens: Arc::clone(&app.tokens),
        schedule: job_table::SCHEDULE,
        handler: Box::new(move |job| job_table::run(Arc::clone(&for_jobs), job)),
    }
}

async fn beat_until_stopped(worker: &Worker, stop: &AtomicBool) {
    let started_at = worker.clock.now();
    while !stop.load(Ordering::Relaxed) {
        if let Err(error) = worker.beat(started_at).await {
            tracing::error!(%error, "the heartbeat could not be written");
        }
        let next = std::time::Instant::now() + HEARTBEAT;
        while std::time::Instant::now() < next && !stop.load(Ordering::Relaxed) {
            tokio::time::sleep(GLANCE).await;
        }
    }
}
