//! What the sign-in pages show.

use serde::Serialize;

use super::code::CODE_LIFE;
use crate::members::factors::relying_party;
use crate::web::FormView;

/// `/sign-in`, for a code or for a password.
#[derive(Serialize)]
pub(super) struct SignInPage {
    pub(super) form: FormView,
    pub(super) by_password: bool,
    pub(super) next: String,
    /// The same page for the other way in.
    pub(super) other_way_href: String,
    /// The site has a name, so passkeys work.
    pub(super) offers_passkeys: bool,
}

impl SignInPage {
    pub(super) fn new(form: FormView, by_password: bool, next: String, base_url: &str) -> Self {
        let way = if by_password { "code" } else { "password" };
        let other_way_href = format!("/sign-in?{}", query(&[("way", way), ("next", &next)]));
        let offers_passkeys = relying_party(base_url).is_some();
        Self { form, by_password, next, other_way_href, offers_passkeys }
    }
}

/// `/password-reset`.
#[derive(Serialize)]
pub(super) struct ResetPage {
    pub(super) form: FormView,
}

/// `/sign-in/code`.
#[derive(Serialize)]
pub(super) struct CodePage {
    pub(super) form: FormView,
    /// Where the code was sent; shown only to the browser that typed it.
    pub(super) address: String,
    pub(super) minutes: i64,
    pub(super) next: String,
}

impl CodePage {
    pub(super) fn new(form: FormView, address: &str, next: &str) -> Self {
        Self { form, address: address.to_owned(), minutes: CODE_LIFE.num_minutes(), next: next.to_owned() }
    }
}

/// `/sign-in/second-factor`.
#[derive(Serialize)]
pub(super) struct SecondFactorPage {
    pub(super) form: FormView,
    /// Codes can be typed: of an app, or recovery codes.
    pub(super) asks_code: bool,
    pub(super) has_app: bool,
    pub(super) offers_passkey: bool,
    pub(super) next: String,
    /// Whom to write to when everything is lost.
    pub(super) help: String,
}

/// `/sign-in/name`.
#[derive(Serialize)]
pub(super) struct NamePage {
    pub(super) form: FormView,
    pub(super) address: String,
}

fn query(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}
