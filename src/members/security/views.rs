//! What the security pages show.

use serde::Serialize;

use crate::kernel::Instant;
use crate::kernel::uk_time::date_and_time;
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
    /// A fresh code is needed first; the page then only offers to send one.
    pub(super) asks_code: bool,
    pub(super) email: String,
}

/// When a password was set, in words.
pub(super) fn set_words(at: Option<Instant>) -> String {
    at.map(date_and_time).unwrap_or_default()
}
