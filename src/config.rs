//! Settings: the only reader of the environment and of the settings file (D30). The environment wins over the file; a
//! secret may also come from the file that `<NAME>_FILE` names. A bad value is named, with what was expected.

mod checks;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use checks::{base_url, database_url, parse_addr, proxies, sealing_key, secret_key, stripe_base};

use crate::kernel::SealingSecrets;

pub use table::{SETTINGS, SettingDoc};

/// Settings that hold secrets and may come from a file named by `<NAME>_FILE`.
const SECRETS: &[&str] = &[
    "NAIRO_SECRET_KEY",
    "NAIRO_SEALING_KEY",
    "NAIRO_PREVIOUS_SEALING_KEY",
    "SMTP_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "DATABASE_URL",
];

/// The demo's own key: known to everybody, so `serve` refuses it.
pub const DEMO_SECRET_KEY: &str = "demo-secret-key-known-to-everybody-0000";

/// How the program was started; decides what may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything embedded, loopback only.
    Demo,
    /// In earnest.
    Serve,
    /// A command that needs the database only.
    Tool,
}

/// Every setting, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How the program was started.
    pub mode: Mode,
    /// Where to listen.
    pub addr: SocketAddr,
    /// Public address without a slash at the end.
    pub base_url: String,
    /// SQLite or PostgreSQL.
    pub database_url: String,
    /// Signs links, forms and cookies.
    pub secret_key: String,
    /// Seals what must be read back; none for the secret key.
    pub sealing_key: Option<String>,
    /// Opens what was sealed before the sealing key was changed.
    pub previous_sealing_key: Option<String>,
    /// SMTP server; none means mail is captured (demo).
    pub smtp_url: Option<String>,
    /// Stripe's key; none means bank transfer only.
    pub stripe_secret_key: Option<String>,
    /// Webhook signing secret.
    pub stripe_webhook_secret: Option<String>,
    /// Stripe's API.
    pub stripe_api_base: String,
    /// Folder for files.
    pub files: PathBuf,
    /// Proxies to believe.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where metrics are served; none means nowhere.
    pub metrics_addr: Option<SocketAddr>,
    /// What to log.
    pub log: String,
}

/// What is wrong with a setting and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}")]
pub struct SettingError {
    name: String,
    problem: String,
}

fn wrong(name: &str, problem: impl Into<String>) -> SettingError {
    SettingError { name: name.to_owned(), problem: problem.into() }
}

/// Raw values by environment name, from wherever they came.
type Values = BTreeMap<String, String>;

impl Settings {
    /// Reads environment and settings file.
    #[expect(clippy::disallowed_methods, reason = "this is the only reader of the environment")]
    pub fn from_environment(mode: Mode) -> Result<Self, SettingError> {
        let mut values = Values::new();
        if let Ok(path) = std::env::var("NAIRO_CONFIG") {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| wrong("NAIRO_CONFIG", format!("cannot read {path}: {error}")))?;
            values = from_toml(&text)?;
        }
        for setting in SETTINGS {
            if let Ok(value) = std::env::var(setting.name) {
                values.insert(setting.name.to_owned(), value);
            }
        }
        for name in SECRETS {
            if let Ok(path) = std::env::var(format!("{name}_FILE")) {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| wrong(&format!("{name}_FILE"), format!("cannot read {path}: {error}")))?;
                values.insert((*name).to_owned(), text.trim_end().to_owned());
            }
        }
        Self::from_values(mode, &values)
    }

    /// What keys that seal are derived from. Once a sealing key is named, what the secret key sealed before still opens, unless
    /// another one is named as the one before.
    pub fn sealing(&self) -> SealingSecrets<'_> {
        let secret = self.secret_key.as_str();
        let before = self.sealing_key.as_deref().map(|_| secret);
        SealingSecrets {
            current: self.sealing_key.as_deref().unwrap_or(secret),
            previous: self.previous_sealing_key.as_deref().or(before),
        }
    }

    /// Checks raw values. An empty value counts as not set.
    pub fn from_values(mode: Mode, values: &Values) -> Result<Self, SettingError> {
        let get = |name: &str| {
            values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
        };
        let addr = parse_addr("NAIRO_ADDR", &get("NAIRO_ADDR").unwrap_or_else(|| "127.0.0.1:8080".to_owned()))?;
        let settings = Self {
            mode,
            addr,
            base_url: base_url(mode, get("NAIRO_BASE_URL"), addr)?,
            database_url: database_url(get("DATABASE_URL").unwrap_or_else(|| "sqlite://var/nairo.db".to_owned()))?,
            secret_key: secret_key(mode, get("NAIRO_SECRET_KEY"))?,
            sealing_key: sealing_key("NAIRO_SEALING_KEY", get("NAIRO_SEALING_KEY"))?,
            previous_sealing_key: sealing_key("NAIRO_PREVIOUS_SEALING_KEY", get("NAIRO_PREVIOUS_SEALING_KEY"))?,
            smtp_url: get("SMTP_URL"),
            stripe_secret_key: get("STRIPE_SECRET_KEY"),
            stripe_webhook_secret: get("STRIPE_WEBHOOK_SECRET"),
            stripe_api_base: stripe_base(get("STRIPE_API_BASE"))?,
            files: get("NAIRO_FILES").unwrap_or_else(|| "var/files".to_owned()).into(),
            trusted_proxies: proxies(get("NAIRO_TRUSTED_PROXIES"))?,
            metrics_addr: get("NAIRO_METRICS_ADDR").map(|addr| parse_addr("NAIRO_METRICS_ADDR", &addr)).transpose()?,
            log: get("NAIRO_LOG").unwrap_or_else(|| quiet_enough(mode).to_owned()),
        };
        settings.check_mode()?;
        Ok(settings)
    }

    fn check_mode(&self) -> Result<(), SettingError> {
        match self.mode {
            Mode::Tool => Ok(()),
            Mode::Demo => {
                if !self.addr.ip().is_loopback() {
                    return Err(wrong("NAIRO_ADDR", "the demo listens on loopback only, such as 127.0.0.1:8080"));
                }
                if self.stripe_secret_key.as_deref().is_some_and(|key| key.contains("_live_")) {
                    return Err(wrong("STRIPE_SECRET_KEY", "the demo refuses a live key; unset it"));
                }
                Ok(())
            }
            Mode::Serve => {
                if self.smtp_url.is_none() {
                    return Err(wrong(
                        "SMTP_URL",
                        "not set; mail would go nowhere. Expected smtps://user:password@host",
                    ));
                }
                if self.stripe_secret_key.is_some() && self.stripe_webhook_secret.is_none() {
                    return Err(wrong(
                        "STRIPE_WEBHOOK_SECRET",
                        "not set; it is needed with STRIPE_SECRET_KEY. Expected whsec_…",
                    ));
                }
                Ok(())
            }
        }
    }

    /// Where the demo keeps captured mail and the local Stripe its state.
    pub fn var_folder(&self) -> PathBuf {
        self.files.parent().map_or_else(|| PathBuf::from("var"), PathBuf::from)
    }
}

/// What is logged when nobody says: in the demo only what is wrong, so that the addresses it prints stay in sight.
const fn quiet_enough(mode: Mode) -> &'static str {
    match mode {
        Mode::Demo => "error",
        Mode::Serve | Mode::Tool => "info",
    }
}

fn from_toml(text: &str) -> Result<Values, SettingError> {
    let table: toml::Table = text.parse().map_err(|error| wrong("NAIRO_CONFIG", format!("not TOML: {error}")))?;
    let mut values = Values::new();
    for (key, value) in table {
        let name = key.to_uppercase();
        if !SETTINGS.iter().any(|setting| setting.name == name && setting.name != "NAIRO_CONFIG")
            || key != key.to_lowercase()
        {
            return Err(wrong(
                "NAIRO_CONFIG",
                format!("unknown key \"{key}\"; the README's table has the names, here in lower case"),
            ));
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            other => return Err(wrong(&name, format!("expected text, found {}", other.type_str()))),
        };
        values.insert(name, text);
    }
    Ok(values)
}
