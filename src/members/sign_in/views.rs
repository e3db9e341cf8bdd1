//! What the sign-in pages show.

use serde::Serialize;

use super::code::CODE_LIFE;
use crate::web::FormView;

/// `/sign-in`, for a code or for a password.
#[derive(Serialize)]
pub(super) struct SignInPage {
    pub(super) form: FormView,
    pub(super) by_password: bool,
    pub(super) next: String,
    /// The same page for the other way in.
    pub(super) other_way_href: String,
}

impl SignInPage {
    pub(super) fn new(form: FormView, by_password: bool, next: String) -> Self {
        let way = if by_password { "code" } else { "password" };
        let other_way_href = format!("/sign-in?{}", query(&[("way", way), ("next", &next)]));
        Self { form, by_password, next, other_way_href }
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

/// `/sign-in/name`.
#[derive(Serialize)]
pub(super) struct NamePage {
    pub(super) form: FormView,
    pub(super) address: String,
}

fn query(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}
