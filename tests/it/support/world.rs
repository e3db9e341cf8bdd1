//! Puts the product together for a test: the same composition root as the program, with a stopped clock, counting tokens,
//! mail in memory and the local Stripe.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock};

use actix_web::web::Data;
use nairo::app::App;
use nairo::bookings::reminders::store::begin_reminding;
use nairo::config::{Mode, Settings};
use nairo::holidays::KeptHolidays;
use nairo::identity::{CharityIdentity, KeptIdentity, save_identity};
use nairo::kernel::{Clock, CountingTokens, LinkKeys, StoppedClock, TokenSource, Unexpected};
use nairo::notifications::transport::Mailer;
use nairo::payments::stripe::{Gateway, GatewaySettings};
use nairo::stripe_sandbox::{self, Sandbox, SandboxConfig};
use nairo::web::assets::Assets;
use nairo::web::cookies::CookieNames;
use nairo::web::csrf::CsrfKeys;
use nairo::web::kept_pages::KeptPages;
use nairo::web::metrics::Metrics;
use nairo::web::{Shell, Templates};

use super::app::Wishes;
use super::database::TestDatabase;
use super::mail::Mailbox;

const SECRET: &str = "a secret that only tests know, long enough";
pub const STRIPE_KEY: &str = "sk_test_local";
pub const WEBHOOK_SECRET: &str = "whsec_local";

/// The parts that a test keeps its hands on.
pub struct World {
    pub state: Arc<App>,
    pub clock: StoppedClock,
    pub stripe: Sandbox,
    pub mails: Mailbox,
}

/// Everything, not yet listening.
pub async fn build(wishes: &Wishes, database: &TestDatabase, base_url: &str) -> World {
    let clock = StoppedClock::new(wishes.starts_at);
    let stripe = local_stripe(&clock).await;
    let mails = Arc::default();
    let mailer = wishes.mailer.clone().unwrap_or_else(|| Mailer::Memory(Arc::clone(&mails)));
    let tokens: Arc<dyn TokenSource> = Arc::new(CountingTokens::new());
    let db = database.open().await;
    let identity = charity();
    db.write_tx(async |tx| Ok::<_, Unexpected>(save_identity(tx, &identity, clock.now()).await?)).await.unwrap();
    if !wishes.reminds {
        let never = "2200-01-01T00:00:00Z".parse().unwrap();
        db.write_tx(async |tx| begin_reminding(tx, never).await).await.unwrap();
    }
    let gateway = GatewaySettings {
        secret_key: STRIPE_KEY.to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        api_base: stripe.base_url(),
        timeout: std::time::Duration::from_secs(5),
    };
    let state = App {
        claim: Arc::clone(&wishes.claim),
        identity: KeptIdentity::default(),
        holidays: KeptHolidays::default(),
        settings: settings(database, base_url, wishes.with_stripe.then(|| stripe.base_url())),
        db,
        clock: Arc::new(clock.clone()),
        tokens: Arc::clone(&tokens),
        links: LinkKeys::new(SECRET.as_bytes()),
        mailer,
        gateway: wishes.with_stripe.then(|| Gateway::new(&gateway).unwrap()),
        shell: Data::new(shell(Arc::new(clock.clone()), tokens, base_url, &stripe)),
    };
    World { state: Arc::new(state), clock, stripe, mails: Mailbox::of(mails) }
}

async fn local_stripe(clock: &StoppedClock) -> Sandbox {
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

pub fn settings(database: &TestDatabase, base_url: &str, stripe: Option<String>) -> Settings {
    let mut values = BTreeMap::from([
        ("DATABASE_URL", database.url.clone()),
        ("NAIRO_BASE_URL", base_url.to_owned()),
        ("NAIRO_SECRET_KEY", SECRET.to_owned()),
        ("NAIRO_FILES", super::database::new_folder().join("files").display().to_string()),
    ]);
    if let Some(api_base) = stripe {
        values.insert("STRIPE_SECRET_KEY", STRIPE_KEY.to_owned());
        values.insert("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET.to_owned());
        values.insert("STRIPE_API_BASE", api_base);
    }
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Settings::from_values(Mode::Tool, &values).unwrap()
}

pub fn shell(clock: Arc<dyn Clock>, tokens: Arc<dyn TokenSource>, base_url: &str, stripe: &Sandbox) -> Shell {
    // The same for every test, and slow to read in a debug build.
    static ASSETS: LazyLock<Arc<Assets>> = LazyLock::new(|| Arc::new(Assets::load()));
    static TEMPLATES: LazyLock<Arc<Templates>> =
        LazyLock::new(|| Arc::new(Templates::load(Arc::clone(&ASSETS)).unwrap()));
    Shell {
        templates: Arc::clone(&TEMPLATES),
        assets: Arc::clone(&ASSETS),
        csrf: CsrfKeys::new(SECRET.as_bytes(), tokens),
        cookies: CookieNames::for_base_url(base_url),
        kept: KeptPages::default(),
        metrics: Metrics::default(),
        clock,
        base_url: base_url.to_owned(),
        form_targets: vec![stripe.base_url().trim_end_matches('/').to_owned()],
        is_demo: false,
        trusted_proxies: Vec::new(),
    }
}

/// A charity that is plainly invented.
fn charity() -> CharityIdentity {
    CharityIdentity {
        name: "Example Association of Reviewing Officers".to_owned(),
        short_name: "EARO".to_owned(),
        strapline: "For practice that listens".to_owned(),
        charity_number: "1234567".to_owned(),
        legal_form: "cio".to_owned(),
        company_number: None,
        registered_office: None,
        address: "1 Example Street\nSampleton\nEX1 2MP".to_owned(),
        email: "office@example.org".to_owned(),
        phone: "01632 960000".to_owned(),
        bank_account_name: "Example Association".to_owned(),
        bank_sort_code: "00-00-00".to_owned(),
        bank_account_number: "00000000".to_owned(),
        vat_number: None,
        vat_registered_from: None,
        version: 0,
    }
}
