//! Checks of single settings: each names the setting, what is wrong and what was expected.

use std::net::{IpAddr, SocketAddr};

use super::{DEMO_SECRET_KEY, Mode, SettingError, wrong};

pub(super) fn parse_addr(name: &str, text: &str) -> Result<SocketAddr, SettingError> {
    text.parse().map_err(|_| wrong(name, format!("\"{text}\" is not an address and port, such as 127.0.0.1:8080")))
}

pub(super) fn base_url(mode: Mode, given: Option<String>, addr: SocketAddr) -> Result<String, SettingError> {
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

pub(super) fn database_url(url: String) -> Result<String, SettingError> {
    if ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(url);
    }
    Err(wrong("DATABASE_URL", "expected sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME"))
}

pub(super) fn secret_key(mode: Mode, given: Option<String>) -> Result<String, SettingError> {
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

/// A key to seal with; not given is no fault, because the secret key stands in for it.
pub(super) fn sealing_key(name: &str, given: Option<String>) -> Result<Option<String>, SettingError> {
    match given {
        Some(key) if key.len() < 32 => Err(wrong(name, "too short; expected at least 32 random characters")),
        given => Ok(given),
    }
}

pub(super) fn stripe_base(given: Option<String>) -> Result<String, SettingError> {
    let mut base = given.unwrap_or_else(|| "https://api.stripe.com/".to_owned());
    if !base.starts_with("https://") && !base.starts_with("http://127.0.0.1") && !base.starts_with("http://localhost") {
        return Err(wrong("STRIPE_API_BASE", format!("\"{base}\" is neither https nor this machine")));
    }
    if !base.ends_with('/') {
        base.push('/');
    }
    Ok(base)
}

pub(super) fn proxies(given: Option<String>) -> Result<Vec<IpAddr>, SettingError> {
    let list = given.unwrap_or_default();
    let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            part.parse()
                .map_err(|_| wrong("NAIRO_TRUSTED_PROXIES", format!("\"{part}\" is not an address, such as 10.0.0.2")))
        })
        .collect()
}
