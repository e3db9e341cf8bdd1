//! A whole product for one test: its own database, clock, mail, local Stripe and web server. Dropping it checks that the
//! test looked at everything that happened.

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::rt;
use chrono::Duration;
use nairo::app::App;
use nairo::bookings::{GuardedClaim, PlaceClaim};
use nairo::kernel::{Instant, StoppedClock};
use nairo::notifications::transport::Mailer;
use nairo::stripe_sandbox::Sandbox;
use nairo::web::route_table::RouteTable;
use nairo::{routes, server};

use super::client::Client;
use super::database::{TestDatabase, block_apart};
use super::mail::Mailbox;
use super::world::{World, build};

/// Monday 1 June 2026, ten o'clock in London.
pub const BEGINNING: &str = "2026-06-01T09:00:00Z";

/// What a test asks for before its product starts.
pub struct Wishes {
    pub starts_at: Instant,
    pub with_stripe: bool,
    /// How seats are claimed; a race test puts a careless claim here and must fail.
    pub claim: Arc<dyn PlaceClaim>,
    pub routes: fn() -> RouteTable,
    /// Where mail goes instead of into memory.
    pub mailer: Option<Mailer>,
    /// An empty database that the test brings along, instead of a fresh one.
    pub database_url: Option<String>,
    /// What the site is called: passkeys need a name.
    pub host: &'static str,
    /// Whether reminders go out as time passes; most tests count other letters.
    pub reminds: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            starts_at: BEGINNING.parse().unwrap(),
            with_stripe: true,
            claim: Arc::new(GuardedClaim),
            routes: routes::route_table,
            mailer: None,
            database_url: None,
            host: "127.0.0.1",
            reminds: false,
        }
    }
}

/// One product, running. Its parts are the product's own, so a test may call use cases with `app.state`.
pub struct TestApp {
    /// The composition root.
    pub state: Arc<App>,
    /// Stands still until it is moved.
    pub clock: StoppedClock,
    /// The local Stripe: pay, decline, lose answers, deliver webhooks.
    pub stripe: Sandbox,
    /// `http://127.0.0.1:PORT`.
    pub base_url: String,
    pub(super) mails: Mailbox,
    pub(super) addresses: Mutex<HashSet<String>>,
    leaves_work: AtomicBool,
    server: Option<(ServerHandle, std::thread::JoinHandle<()>)>,
    database: TestDatabase,
}

/// A fresh product at ten o'clock on Monday 1 June 2026.
pub async fn spawn_app() -> TestApp {
    spawn_app_with(Wishes::default()).await
}

/// A fresh product as wished for.
pub async fn spawn_app_with(wishes: Wishes) -> TestApp {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}:{}", wishes.host, listener.local_addr().unwrap().port());
    let database = wishes.database_url.as_deref().map_or_else(TestDatabase::migrated, TestDatabase::migrated_at);
    let World { state, clock, stripe, mails } = build(&wishes, &database, &base_url).await;
    stripe.set_webhook_url(&format!("{base_url}/webhooks/stripe")).unwrap();
    let server = Some(serve(Arc::clone(&state), listener, wishes.routes).await);
    TestApp {
        state,
        clock,
        stripe,
        base_url,
        mails,
        addresses: Mutex::default(),
        leaves_work: AtomicBool::new(false),
        server,
        database,
    }
}

/// Runs the web server on a thread of its own, so that it answers whatever the test's thread is doing.
async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    routes: fn() -> RouteTable,
) -> (ServerHandle, std::thread::JoinHandle<()>) {
    let (started, wait) = tokio::sync::oneshot::channel();
    let thread = std::thread::spawn(move || {
        rt::System::new().block_on(async {
            let server = server::start(app, listener, routes, 1).unwrap();
            started.send(server.handle()).ok();
            server.await.unwrap();
        });
    });
    (wait.await.unwrap(), thread)
}

impl TestApp {
    /// The instant on the stopped clock.
    pub fn now(&self) -> Instant {
        self.state.now()
    }

    /// Today in London.
    pub fn today(&self) -> chrono::NaiveDate {
        nairo::kernel::uk_time::london_date(self.now())
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Somebody who just came by.
    pub fn visitor(&self) -> Client {
        Client::new("a visitor", &self.base_url)
    }

    /// Runs every job that is due, and fails when one fails. Says how many ran.
    pub async fn run_jobs(&self) -> usize {
        let ran = self.run_jobs_that_may_fail().await;
        let troubles = super::work::troubles(&self.state).await;
        assert!(troubles.is_empty(), "jobs failed:\n{}", troubles.join("\n"));
        ran
    }

    /// Runs every job that is due; failures are what the test is about.
    pub async fn run_jobs_that_may_fail(&self) -> usize {
        super::work::run_until_idle(&self.state).await
    }

    /// Delivers every webhook that waits and runs every job that is due, until nothing moves any more.
    pub async fn settle(&self) {
        for _ in 0..10 {
            let delivered = self.stripe.deliver_all().await;
            assert!(
                delivered.iter().all(nairo::stripe_sandbox::Delivered::is_accepted),
                "a webhook was refused: {delivered:?}"
            );
            if self.run_jobs().await == 0 && delivered.is_empty() {
                return;
            }
        }
        panic!("jobs and webhooks went on and on");
    }

    /// This test leaves due jobs undone, on purpose.
    pub fn leave_work(&self) {
        self.leaves_work.store(true, Ordering::Relaxed);
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.server.take() {
            drop(handle.stop(false));
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the web server's thread panicked");
        }
        if let Some(folder) = self.state.settings.files.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
        if std::thread::panicking() {
            return;
        }
        let unread = self.mails.unread_subjects();
        assert!(unread.is_empty(), "the test did not look at this mail (app.mail(), or app.ignore_mail()): {unread:?}");
        if !self.leaves_work.load(Ordering::Relaxed) {
            let (url, now) = (self.database.url.clone(), self.now());
            let left = block_apart(async move { super::work::due_jobs(&url, now).await });
            assert!(left.is_empty(), "the test left these jobs undone (app.run_jobs(), or app.leave_work()): {left:?}");
        }
    }
}
