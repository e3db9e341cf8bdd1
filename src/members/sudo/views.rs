//! What the confirming pages show.

use serde::Serialize;

use super::kept_form::KeptField;
use crate::web::FormView;

/// `/account/security/confirm`.
#[derive(Serialize)]
pub(super) struct ConfirmPage {
    pub(super) form: FormView,
    pub(super) by_password: bool,
    pub(super) by_factor_code: bool,
    pub(super) has_app: bool,
    pub(super) by_passkey: bool,
    pub(super) by_mailed_code: bool,
    /// A code is under way to this address; "" until one was asked for.
    pub(super) sent_to: String,
    pub(super) email: String,
    pub(super) next: String,
    /// The form that waits, signed; "" without one.
    pub(super) kept: String,
    /// A form waits, or was too secret or too long to be carried along: "waiting" | "again" | "".
    pub(super) form_state: &'static str,
}

/// Confirmed; the form that waited is one press away.
#[derive(Serialize)]
pub(super) struct SendKeptPage {
    pub(super) action: String,
    pub(super) fields: Vec<KeptField>,
    pub(super) back: &'static str,
}
