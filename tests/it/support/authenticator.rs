//! An authenticator app for tests.

use nairo::kernel::Instant;
use totp_rs::{Builder, Secret};

/// Holds one key, and shows its code.
pub struct AuthenticatorApp {
    key: String,
}

impl AuthenticatorApp {
    /// Takes the key as it is printed on the page.
    pub fn with_key(printed: &str) -> Self {
        Self { key: printed.chars().filter(|letter| !letter.is_whitespace()).collect() }
    }

    /// The code shown at this moment.
    pub fn code(&self, now: Instant) -> String {
        let secret = Secret::try_from_base32(&self.key).unwrap();
        let app = Builder::new().with_secret(secret).with_account_name("a test").build().unwrap();
        app.generate(u64::try_from(now.timestamp()).unwrap()).to_string()
    }
}
