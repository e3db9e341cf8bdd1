//! What each way of starting accepts and refuses.

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
