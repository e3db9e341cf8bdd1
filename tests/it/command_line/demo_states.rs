//! The demo world shows each state that the product knows, so that nobody has to imagine one; and says where.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::web::Data;
use nairo::app::App;
use nairo::bookings::GuardedClaim;
use nairo::demo::{TravellingClock, WorldMaker, sights};
use nairo::holidays::KeptHolidays;
use nairo::identity::KeptIdentity;
use nairo::kernel::{CountingTokens, LinkKeys, RandomTokens, TokenSource};
use nairo::members::employers::load_employers;
use nairo::notifications::transport::Mailer;
use nairo::payments::stripe::{Gateway, GatewaySettings};
use nairo::stripe_sandbox::{self, Sandbox, SandboxConfig};

use crate::support::database::{TestDatabase, new_folder};
use crate::support::work::run_until_idle;
use crate::support::world::{STRIPE_KEY, WEBHOOK_SECRET, settings, shell};

/// What the demo cannot keep: it passes at once.
const PASSING: [&str; 1] = ["Checkout: created"];
/// What passes besides as soon as jobs run.
const PASSING_WITH_JOBS: [&str; 2] = ["Checkout: created", "Refund: approved"];

async fn local_stripe(clock: &TravellingClock) -> Sandbox {
    let config = SandboxConfig {
        webhook_url: None,
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        secret_key: STRIPE_KEY.to_owned(),
        clock: Arc::new(clock.clone()),
        tokens: Arc::new(CountingTokens::new()),
        auto_webhooks: false,
        state_file: None,
    };
    stripe_sandbox::start(config, TcpListener::bind("127.0.0.1:0").unwrap()).await.unwrap()
}

fn demo_app(database: &TestDatabase, db: nairo::db::Db, clock: &TravellingClock, stripe: &Sandbox) -> App {
    let tokens: Arc<dyn TokenSource> = Arc::new(RandomTokens);
    let base_url = "http://127.0.0.1:8080";
    let gateway = GatewaySettings {
        secret_key: STRIPE_KEY.to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        api_base: stripe.base_url(),
        timeout: std::time::Duration::from_secs(5),
    };
    App {
        claim: Arc::new(GuardedClaim),
        identity: KeptIdentity::default(),
        holidays: KeptHolidays::default(),
        settings: settings(database, base_url, Some(stripe.base_url())),
        db,
        clock: Arc::new(clock.clone()),
        tokens: Arc::clone(&tokens),
        links: LinkKeys::new(b"a secret that only tests know, long enough"),
        mailer: Mailer::Captured(new_folder()),
        gateway: Some(Gateway::new(&gateway).unwrap()),
        shell: Data::new(shell(Arc::new(clock.clone()), tokens, base_url, stripe)),
    }
}

async fn missing(app: &App) -> Vec<String> {
    let seen = sights(app).await.unwrap();
    seen.iter().filter(|sight| sight.rows == 0).map(|sight| format!("{}: {}", sight.what, sight.state)).collect()
}

#[actix_web::test]
async fn the_demo_shows_every_state_there_is() {
    let database = TestDatabase::migrated();
    let clock = TravellingClock::default();
    let stripe = local_stripe(&clock).await;
    let app = Arc::new(demo_app(&database, database.open().await, &clock, &stripe));

    app.db.write_tx(async |tx| load_employers(tx, app.now()).await).await.unwrap();
    WorldMaker { app: &app, clock: &clock, stripe: &stripe }.make().await.unwrap();

    assert_eq!(missing(&app).await, PASSING, "the demo shows none of these; make one in src/demo/states");
    run_until_idle(&app).await;
    assert_eq!(missing(&app).await, PASSING_WITH_JOBS, "jobs took these away as soon as somebody looked at the demo");

    stripe.stop().await;
    let Mailer::Captured(mail) = &app.mailer else { panic!("the demo captures mail") };
    for folder in [Some(mail.as_path()), app.settings.files.parent()].into_iter().flatten() {
        let _ = std::fs::remove_dir_all(folder);
    }
}
