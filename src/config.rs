//! Settings: the only reader of the environment and of the settings file (D30). The environment wins over the file; a
//! secret may also come from the file that `<NAME>_FILE` names. A bad value is named, with what was expected.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// One setting, as the README's table and `nairo serve --help` print it.
#[derive(Clone, Copy, Debug)]
pub struct SettingDoc {
    /// Environment variable; in a settings file the same name in lower case.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Every setting there is.
pub const SETTINGS: &[SettingDoc] = &[
    SettingDoc {
        name: "NAIRO_ADDR",
        default: "127.0.0.1:8080",
        meaning: "Address and port the web server listens on.",
    },
    SettingDoc {
        name: "NAIRO_BASE_URL",
        default: "none; demo: http:// and the address",
        meaning: "The site's public address, https, without a slash at the end.",
    },
    SettingDoc {
        name: "DATABASE_URL",
        default: "sqlite://var/nairo.db",
        meaning: "sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME.",
    },
    SettingDoc {
        name: "NAIRO_SECRET_KEY",
        default: "none; demo has its own",
        meaning: "At least 32 characters, random; signs personal links, forms and cookies.",
    },
    SettingDoc {
        name: "SMTP_URL",
        default: "none; demo captures mail",
        meaning: "smtps://USER:PASSWORD@HOST (implicit TLS) or smtp://USER:PASSWORD@HOST:587?tls=required (STARTTLS).",
    },
    SettingDoc {
        name: "STRIPE_SECRET_KEY",
        default: "none",
        meaning: "Stripe's secret or restricted key. Without it people pay by bank transfer.",
    },
    SettingDoc {
        name: "STRIPE_WEBHOOK_SECRET",
        default: "none",
        meaning: "The webhook endpoint's signing secret (whsec_…); needed with a Stripe key.",
    },
    SettingDoc { name: "STRIPE_API_BASE", default: "https://api.stripe.com/", meaning: "Where Stripe's API is." },
    SettingDoc {
        name: "NAIRO_FILES",
        default: "var/files",
        meaning: "Folder for files; captured mail of the demo lies beside it.",
    },
    SettingDoc {
        name: "NAIRO_TRUSTED_PROXIES",
        default: "none",
        meaning: "Addresses of proxies, with commas between, whose X-Forwarded-For is believed.",
    },
    SettingDoc {
        name: "NAIRO_METRICS_ADDR",
        default: "none",
        meaning: "Address and port for metrics; reserved, not served yet.",
    },
    SettingDoc {
        name: "NAIRO_CONFIG",
        default: "none",
        meaning: "A TOML file with any of these settings, names in lower case.",
    },
    SettingDoc { name: "NAIRO_LOG", default: "info", meaning: "What to log, such as info or nairo=debug,warn." },
];

/// Settings that hold secrets and may come from a file named by `<NAME>_FILE`.
const SECRETS: &[&str] =
    &["NAIRO_SECRET_KEY", "SMTP_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "DATABASE_URL"];

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
            smtp_url: get("SMTP_URL"),
            stripe_secret_key: get("STRIPE_SECRET_KEY"),
            stripe_webhook_secret: get("STRIPE_WEBHOOK_SECRET"),
            stripe_api_base: stripe_base(get("STRIPE_API_BASE"))?,
            files: get("NAIRO_FILES").unwrap_or_else(|| "var/files".to_owned()).into(),
            trusted_proxies: proxies(get("NAIRO_TRUSTED_PROXIES"))?,
            log: get("NAIRO_LOG").unwrap_or_else(|| "info".to_owned()),
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

fn parse_addr(name: &str, text: &str) -> Result<SocketAddr, SettingError> {
    text.parse().map_err(|_| wrong(name, format!("\"{text}\" is not an address and port, such as 127.0.0.1:8080")))
}

fn base_url(mode: Mode, given: Option<String>, addr: SocketAddr) -> Result<String, SettingError> {
    let url = match (mode, given) {
        (_, Some(url)) => url,
        (Mode::Demo | Mode::Tool, None) => format!("http://{addr}"),
        (Mode::Serve, None) => {
            return Err(wrong(
                "NAIRO_BASE_URL",
                "not set; expected the public address, such as https://nairo.example.org",
            ));
        }
    };
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', ' ', '@'])) {
        return Err(wrong(
            "NAIRO_BASE_URL",
            format!("\"{url}\" is not scheme and host alone, such as https://nairo.example.org"),
        ));
    }
    if mode == Mode::Serve && !url.starts_with("https://") {
        return Err(wrong(
            "NAIRO_BASE_URL",
            format!("\"{url}\" is not https; sign-in cookies need it, such as https://nairo.example.org"),
        ));
    }
    Ok(url)
}

fn database_url(url: String) -> Result<String, SettingError> {
    if ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(url);
    }
    Err(wrong("DATABASE_URL", "expected sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME"))
}

fn secret_key(mode: Mode, given: Option<String>) -> Result<String, SettingError> {
    match (mode, given) {
        (Mode::Demo | Mode::Tool, None) => Ok(DEMO_SECRET_KEY.to_owned()),
        (Mode::Serve, None) => {
            Err(wrong("NAIRO_SECRET_KEY", "not set; expected at least 32 random characters (openssl rand -base64 48)"))
        }
        (Mode::Serve, Some(key)) if key == DEMO_SECRET_KEY => Err(wrong(
            "NAIRO_SECRET_KEY",
            "this is the demo's key, known to everybody; make one with openssl rand -base64 48",
        )),
        (_, Some(key)) if key.len() < 32 => {
            Err(wrong("NAIRO_SECRET_KEY", "too short; expected at least 32 random characters"))
        }
        (_, Some(key)) => Ok(key),
    }
}

fn stripe_base(given: Option<String>) -> Result<String, SettingError> {
    let mut base = given.unwrap_or_else(|| "https://api.stripe.com/".to_owned());
    if !base.starts_with("https://") && !base.starts_with("http://127.0.0.1") && !base.starts_with("http://localhost") {
        return Err(wrong("STRIPE_API_BASE", format!("\"{base}\" is neither https nor this machine")));
    }
    if !base.ends_with('/') {
        base.push('/');
    }
    Ok(base)
}

fn proxies(given: Option<String>) -> Result<Vec<IpAddr>, SettingError> {
    let list = given.unwrap_or_default();
    let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            part.parse()
                .map_err(|_| wrong("NAIRO_TRUSTED_PROXIES", format!("\"{part}\" is not an address, such as 10.0.0.2")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    const GOOD: &[(&str, &str)] = &[
        ("NAIRO_BASE_URL", "https://nairo.example.org"),
        ("NAIRO_SECRET_KEY", "0123456789012345678901234567890123"),
        ("SMTP_URL", "smtps://user:pass@mail.example.org"),
    ];

    #[test]
    fn serve_names_what_is_missing() {
        assert!(Settings::from_values(Mode::Serve, &values(GOOD)).is_ok());
        for (name, _) in GOOD {
            let mut given = values(GOOD);
            given.remove(*name);
            let error = Settings::from_values(Mode::Serve, &given).unwrap_err().to_string();
            assert!(error.starts_with(name), "{error}");
        }
    }

    #[test]
    fn serve_refuses_demo_secrets_and_http() {
        for (name, bad) in [("NAIRO_SECRET_KEY", DEMO_SECRET_KEY), ("NAIRO_BASE_URL", "http://nairo.example.org")] {
            let mut given = values(GOOD);
            given.insert(name.to_owned(), bad.to_owned());
            assert!(Settings::from_values(Mode::Serve, &given).unwrap_err().to_string().starts_with(name));
        }
    }

    #[test]
    fn the_demo_refuses_the_outside_world_and_live_keys() {
        for (name, bad) in
            [("NAIRO_ADDR", "0.0.0.0:8080"), ("STRIPE_SECRET_KEY", "sk_live_x"), ("STRIPE_SECRET_KEY", "rk_live_x")]
        {
            let error = Settings::from_values(Mode::Demo, &values(&[(name, bad)])).unwrap_err();
            assert!(error.to_string().starts_with(name));
        }
        assert!(Settings::from_values(Mode::Demo, &Values::new()).is_ok());
    }

    #[test]
    fn an_unknown_key_in_a_settings_file_is_an_error() {
        assert!(from_toml("nairo_adr = \"x\"").unwrap_err().to_string().contains("nairo_adr"));
        assert_eq!(from_toml("nairo_addr = \"127.0.0.1:1\"").unwrap()["NAIRO_ADDR"], "127.0.0.1:1");
    }

    #[test]
    fn a_bad_value_says_what_was_expected() {
        for (name, bad) in [
            ("NAIRO_ADDR", "here"),
            ("DATABASE_URL", "mysql://x"),
            ("NAIRO_TRUSTED_PROXIES", "proxy"),
            ("NAIRO_BASE_URL", "nairo"),
        ] {
            let error = Settings::from_values(Mode::Demo, &values(&[(name, bad)])).unwrap_err();
            assert!(error.to_string().starts_with(name), "{error}");
        }
    }
}
