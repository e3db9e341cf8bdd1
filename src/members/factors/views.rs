//! What the pages about second factors show.

use serde::Serialize;

use crate::web::FormView;

/// `/account/security/second-factor`: which one to set up.
#[derive(Serialize)]
pub(super) struct ChoicePage {
    /// An office of the back office demands one.
    pub(super) is_demanded: bool,
    pub(super) has_app: bool,
    /// The site has a name that passkeys can be made for.
    pub(super) offers_passkeys: bool,
    pub(super) next: String,
    pub(super) passkey_href: String,
}

/// `/account/security/authenticator`: the seed, and the first code.
#[derive(Serialize)]
pub(super) struct AppPage {
    pub(super) form: FormView,
    pub(super) typed: String,
    pub(super) email: String,
    pub(super) next: String,
}

/// `/account/security/passkeys/new`.
#[derive(Serialize)]
pub(super) struct PasskeyPage {
    pub(super) form: FormView,
    pub(super) offers_passkeys: bool,
    pub(super) next: String,
}

/// `/account/security/recovery-codes`.
#[derive(Serialize)]
pub(super) struct CodesPage {
    pub(super) left: u64,
}

/// New recovery codes, shown this once.
#[derive(Serialize)]
pub(super) struct NewCodesPage {
    pub(super) codes: Vec<String>,
    /// What was just added; "" when only the codes are new.
    pub(super) added: &'static str,
    pub(super) next: String,
    pub(super) email: String,
    pub(super) made_on: String,
}

/// Taking a factor away.
#[derive(Serialize)]
pub(super) struct RemovalPage {
    /// "the authenticator app", "the passkey “Phone”".
    pub(super) what: String,
    pub(super) action: String,
    /// It is the only one, and an office demands one.
    pub(super) must_stay: bool,
    /// It is the only one.
    pub(super) is_last: bool,
}
