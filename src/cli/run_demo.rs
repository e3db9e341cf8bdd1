//! `nairo demo`: everything on this machine. It listens on loopback only, mail is captured, payments go to a local Stripe.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use sea_orm_migration::MigratorTrait;

use super::Failure;
use super::assemble::{assemble, block_on, listen, open_database};
use super::logging::{self, LogFormat};
use super::migrate::{apply, make_folder_of, sqlite_file};
use super::processes::{WorkerThread, serve_until_stopped};
use super::sqlite_copies::remove_with_companions;
use super::terminal::say;
use crate::bookings::standard_rules::renew_standard_terms;
use crate::config::{Mode, Settings};
use crate::db::Db;
use crate::demo::people::PEOPLE;
use crate::demo::queries::{DemoWorld, find_world};
use crate::demo::{TravellingClock, WorldMaker};
use crate::kernel::{Clock, RandomTokens};
use crate::members::membership::ensure_terms_at_start;
use crate::routes::demo_route_table;
use crate::site::schema::applied_migrations;
use crate::stripe_sandbox::{self, Sandbox, SandboxConfig};

/// Known to everybody: the local Stripe moves no money.
const STRIPE_KEY: &str = "sk_test_demo";
const WEBHOOK_SECRET: &str = "whsec_demo";

/// Runs the demo until it is stopped; `fresh` forgets what was done in it before.
pub fn demo(fresh: bool, addr: Option<SocketAddr>) -> Result<(), Failure> {
    let mut settings = Settings::from_environment(Mode::Demo)?;
    logging::start(&settings.log, LogFormat::Compact)?;
    let listener = listen_for_demo(&mut settings, addr)?;
    make_folder_of(&settings.database_url)?;
    block_on(async {
        let db = open_demo_database(&settings, fresh).await?;
        let clock = TravellingClock::default();
        let stripe = start_stripe(&mut settings, &clock).await?;
        let is_new = find_world(db.reader()).await? == DemoWorld::Empty;
        let webhook_url = format!("{}/webhooks/stripe", settings.base_url);
        let app = assemble(settings, db, Arc::new(clock.clone()))?;
        renew_standard_terms(&app).await?;
        ensure_terms_at_start(&app).await?;
        if is_new {
            say("Making the demo world…");
            WorldMaker { app: &app, clock: &clock, stripe: &stripe }.make().await?;
        }
        stripe.set_webhook_url(&webhook_url).map_err(|error| Failure::new(error.to_string()))?;
        let worker = WorkerThread::start(Arc::clone(&app))?;
        introduce(&app.settings, &stripe);
        let served = serve_until_stopped(app, listener, demo_route_table, Some(worker)).await;
        stripe.stop().await;
        served
    })
}

/// Listens where asked; the base URL follows, unless it was set on purpose.
fn listen_for_demo(settings: &mut Settings, addr: Option<SocketAddr>) -> Result<TcpListener, Failure> {
    let follows = settings.base_url == format!("http://{}", settings.addr);
    let wanted = addr.unwrap_or(settings.addr);
    if !wanted.ip().is_loopback() {
        return Err(Failure::new("--addr: the demo listens on loopback only, such as 127.0.0.1:8080"));
    }
    let listener = listen(wanted)?;
    settings.addr = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    if follows {
        settings.base_url = format!("http://{}", settings.addr);
    }
    Ok(listener)
}

/// A migrated database that is empty or the demo's own; anybody else's is refused and left alone.
async fn open_demo_database(settings: &Settings, fresh: bool) -> Result<Db, Failure> {
    let db = open_database(settings).await?;
    let world = if applied_migrations(db.reader()).await?.is_empty() {
        DemoWorld::Empty
    } else {
        find_world(db.reader()).await?
    };
    let db = match world {
        DemoWorld::Foreign => {
            return Err(Failure::new(
                "DATABASE_URL: this database was not made by the demo, so the demo leaves it alone; name another one",
            ));
        }
        DemoWorld::Loaded if !fresh => db,
        DemoWorld::Empty => db,
        DemoWorld::Loaded | DemoWorld::HalfLoaded => forget(settings, db).await?,
    };
    apply(&db).await?;
    Ok(db)
}

/// Takes away what the demo made: its tables, its captured mail, its Stripe's state; nothing else.
async fn forget(settings: &Settings, db: Db) -> Result<Db, Failure> {
    let _ = std::fs::remove_dir_all(settings.var_folder().join("mail"));
    let _ = std::fs::remove_file(stripe_state(settings));
    let Some(file) = sqlite_file(&settings.database_url) else {
        migration::Migrator::fresh(db.for_migrations()).await?;
        return Ok(db);
    };
    db.close().await;
    remove_with_companions(&file);
    open_database(settings).await
}

/// Starts the local Stripe beside the web server, on the next port when it is free, and points the settings at it.
async fn start_stripe(settings: &mut Settings, clock: &TravellingClock) -> Result<Sandbox, Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("the local Stripe cannot start: {error}"));
    let beside = SocketAddr::new(settings.addr.ip(), settings.addr.port().saturating_add(1));
    let listener = TcpListener::bind(beside).or_else(|_| TcpListener::bind((settings.addr.ip(), 0))).map_err(cannot)?;
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    let config = SandboxConfig {
        webhook_url: None,
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        secret_key: STRIPE_KEY.to_owned(),
        clock,
        tokens: Arc::new(RandomTokens),
        auto_webhooks: true,
        state_file: Some(stripe_state(settings)),
    };
    let stripe = stripe_sandbox::start(config, listener).await.map_err(cannot)?;
    settings.stripe_secret_key = Some(STRIPE_KEY.to_owned());
    settings.stripe_webhook_secret = Some(WEBHOOK_SECRET.to_owned());
    settings.stripe_api_base = stripe.base_url();
    Ok(stripe)
}

fn stripe_state(settings: &Settings) -> PathBuf {
    settings.var_folder().join("stripe.json")
}

/// What to look at, and as whom.
fn introduce(settings: &Settings, stripe: &Sandbox) {
    let site = &settings.base_url;
    say(&format!("\nThe demo is at {site}\n"));
    say(&format!("  {site}/dev/people   everybody in it; one click signs you in as any of them"));
    say(&format!("  {site}/dev/states   each state of bookings, refunds, invoices and the like, and where to see it"));
    say(&format!(
        "  {site}/dev/mail     the email it would have sent (files in {})",
        settings.var_folder().join("mail").display()
    ));
    say(&format!(
        "  {}                the local Stripe, where nothing is really paid\n",
        stripe.base_url().trim_end_matches('/')
    ));
    for person in PEOPLE {
        say(&format!("  {:<22} {:<34} {}", person.name, person.email().as_str(), person.what));
    }
    say("\nCtrl-C stops it. `nairo demo --fresh` starts over.");
}
