//! Opens the database and puts the [`App`] together from checked settings, for every command that runs the product.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;

use super::Failure;
use crate::app::App;
use crate::bookings::GuardedClaim;
use crate::config::{Mode, Settings};
use crate::db::{Db, PoolSizes};
use crate::holidays::KeptHolidays;
use crate::identity::KeptIdentity;
use crate::kernel::{Clock, LinkKeys, RandomTokens, TokenSource};
use crate::notifications::transport::Mailer;
use crate::payments::stripe::{Gateway, GatewaySettings};
use crate::web::assets::Assets;
use crate::web::cookies::CookieNames;
use crate::web::csrf::CsrfKeys;
use crate::web::kept_pages::KeptPages;
use crate::web::metrics::Metrics;
use crate::web::{Shell, Templates};

/// Settings for a command that needs the database only, with short log lines.
pub fn tool_settings() -> Result<Settings, Failure> {
    let settings = Settings::from_environment(Mode::Tool)?;
    super::logging::start(&settings.log, super::logging::LogFormat::Compact)?;
    Ok(settings)
}

/// Runs `work` to its end on a runtime of its own.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    actix_web::rt::System::new().block_on(work)
}

/// Opens the database, or says in one line why not. Passwords are never printed.
pub async fn open_database(settings: &Settings) -> Result<Db, Failure> {
    let url = &settings.database_url;
    Db::open(url, PoolSizes::default()).await.map_err(|error| {
        let place = without_password(url);
        Failure::new(format!("DATABASE_URL: cannot open {place} ({error}); check that it exists, can be written, and that the server runs"))
    })
}

/// The same, refusing a schema that is behind or a database that may lose what it acknowledged.
pub async fn open_ready_database(settings: &Settings) -> Result<Db, Failure> {
    let db = open_database(settings).await?;
    db.check_durability().await.map_err(Failure::new)?;
    if !super::migrate::pending(&db).await?.is_empty() {
        return Err(Failure::new("the database's schema is behind this program; run `nairo migrate` first"));
    }
    Ok(db)
}

/// Listens, or says who to blame.
pub fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Failure::new(format!("{addr} is in use; stop the program that listens there, or choose another address with NAIRO_ADDR (demo: --addr)"))
        }
        _ => Failure::new(format!("NAIRO_ADDR: cannot listen on {addr} ({error}); choose an address of this machine")),
    })
}

/// The product from its settings.
pub fn assemble(settings: Settings, db: Db, clock: Arc<dyn Clock>) -> Result<Arc<App>, Failure> {
    let tokens: Arc<dyn TokenSource> = Arc::new(RandomTokens);
    let secret = settings.secret_key.as_bytes().to_vec();
    let assets = Arc::new(Assets::load());
    let gateway = gateway(&settings)?;
    let shell = Shell {
        templates: Arc::new(Templates::load(Arc::clone(&assets))?),
        assets,
        csrf: CsrfKeys::new(&secret, Arc::clone(&tokens)),
        cookies: CookieNames::for_base_url(&settings.base_url),
        kept: KeptPages::default(),
        metrics: Metrics::default(),
        clock: Arc::clone(&clock),
        base_url: settings.base_url.clone(),
        form_targets: form_targets(&settings),
        is_demo: settings.mode == Mode::Demo,
        trusted_proxies: settings.trusted_proxies.clone(),
    };
    Ok(Arc::new(App {
        claim: Arc::new(GuardedClaim),
        identity: KeptIdentity::default(),
        holidays: KeptHolidays::default(),
        links: LinkKeys::new(&secret),
        mailer: mailer(&settings)?,
        gateway,
        shell: Data::new(shell),
        settings,
        db,
        clock,
        tokens,
    }))
}

/// The demo captures mail whatever is set; a tool that sends nothing needs no server.
fn mailer(settings: &Settings) -> Result<Mailer, Failure> {
    match &settings.smtp_url {
        _ if settings.mode == Mode::Demo => Ok(Mailer::Captured(settings.var_folder().join("mail"))),
        Some(url) => Mailer::smtp(url, &settings.base_url).map_err(|error| Failure::new(format!("SMTP_URL: {error}"))),
        None => Ok(Mailer::Nowhere),
    }
}

/// The longest one call to Stripe may take; a page waits for it.
const STRIPE_TIMEOUT: Duration = Duration::from_secs(8);

/// Stripe, when there is a key.
fn gateway(settings: &Settings) -> Result<Option<Gateway>, Failure> {
    let (Some(secret_key), Some(webhook_secret)) = (&settings.stripe_secret_key, &settings.stripe_webhook_secret)
    else {
        return Ok(None);
    };
    let gateway = Gateway::new(&GatewaySettings {
        secret_key: secret_key.clone(),
        webhook_secret: webhook_secret.clone(),
        api_base: settings.stripe_api_base.clone(),
        timeout: STRIPE_TIMEOUT,
    });
    gateway.map(Some).map_err(|error| Failure::new(format!("STRIPE_SECRET_KEY: {error}")))
}

/// Where a form's redirect may end besides our own site (D23): the pay page.
fn form_targets(settings: &Settings) -> Vec<String> {
    if settings.stripe_secret_key.is_none() {
        return Vec::new();
    }
    let base = settings.stripe_api_base.trim_end_matches('/');
    if base == "https://api.stripe.com" {
        vec!["https://checkout.stripe.com".to_owned()]
    } else {
        vec![base.to_owned()]
    }
}

/// `postgres://nairo:secret@db/nairo` as `postgres://nairo@db/nairo`.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((credentials, place)) = rest.rsplit_once('@') else { return url.to_owned() };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_printed() {
        let table = [
            ("postgres://nairo:s3cret@db/nairo", "postgres://nairo@db/nairo"),
            ("postgres://nairo:p@ss@db/nairo", "postgres://nairo@db/nairo"),
            ("postgres://db/nairo", "postgres://db/nairo"),
            ("sqlite://var/nairo.db", "sqlite://var/nairo.db"),
        ];
        for (url, shown) in table {
            assert_eq!(without_password(url), shown);
        }
    }
}
