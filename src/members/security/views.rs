//! What the security pages show.

use serde::Serialize;

use crate::kernel::Instant;
use crate::kernel::uk_time::date_and_time;
use crate::members::factors::HeldFactors;
use crate::members::session::{OpenSession, device_words};
use crate::web::FormView;

/// `/account/security`.
#[derive(Serialize)]
pub(super) struct SecurityPage {
    pub(super) sessions: Vec<SessionView>,
    pub(super) has_password: bool,
    /// When the password was set, in words; "" without one.
    pub(super) password_set: String,
    pub(super) email: String,
    pub(super) factors: FactorsView,
    pub(super) has_others: bool,
}

/// The second step of signing in, as the hub shows it.
#[derive(Serialize)]
pub(super) struct FactorsView {
    /// When the authenticator app was set up, in words; "" without one.
    pub(super) app_since: String,
    pub(super) passkeys: Vec<PasskeyView>,
    pub(super) codes_left: u64,
    pub(super) has_any: bool,
    /// An office of the back office demands one.
    pub(super) is_demanded: bool,
    pub(super) offers_passkeys: bool,
}

/// One passkey.
#[derive(Serialize)]
pub(super) struct PasskeyView {
    pub(super) name: String,
    pub(super) added: String,
    /// In words; "" when it was never used.
    pub(super) last_used: String,
    pub(super) removal_href: String,
}

impl FactorsView {
    pub(super) fn new(held: &HeldFactors, is_demanded: bool, offers_passkeys: bool) -> Self {
        let passkeys = held.passkeys.iter().map(|key| PasskeyView {
            name: key.name.clone(),
            added: date_and_time(key.added_at),
            last_used: key.last_used_at.map(date_and_time).unwrap_or_default(),
            removal_href: format!("/account/security/passkeys/{}/removal", key.reference),
        });
        Self {
            app_since: set_words(held.app_since),
            passkeys: passkeys.collect(),
            codes_left: held.codes_left,
            has_any: !held.is_empty(),
            is_demanded,
            offers_passkeys,
        }
    }
}

/// One place where somebody is signed in.
#[derive(Serialize)]
pub(super) struct SessionView {
    pub(super) reference: String,
    pub(super) device: String,
    pub(super) began: String,
    pub(super) last_used: String,
    pub(super) is_this_one: bool,
}

impl SessionView {
    pub(super) fn new(session: &OpenSession, own_session_id: i64) -> Self {
        Self {
            reference: session.reference.clone(),
            device: device_words(&session.user_agent),
            began: date_and_time(session.began_at),
            last_used: date_and_time(session.last_seen_at),
            is_this_one: session.id == own_session_id,
        }
    }
}

/// `/account/security/password`.
#[derive(Serialize)]
pub(super) struct PasswordPage {
    pub(super) form: FormView,
    pub(super) has_password: bool,
    pub(super) asks_current: bool,
    pub(super) email: String,
}

/// When a password was set, in words.
pub(super) fn set_words(at: Option<Instant>) -> String {
    at.map(date_and_time).unwrap_or_default()
}
