//! By what somebody can show that it is them.

use sea_orm::ConnectionTrait;

use crate::kernel::Unexpected;
use crate::members::factors::{held_factors, relying_party};
use crate::members::sign_in::find_login;

/// What a person has. A mailed code is for those who have nothing else: a mailbox that stands open beside the browser proves
/// little.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Ways {
    /// A password.
    pub(super) password: bool,
    /// An authenticator app, or recovery codes that are left.
    pub(super) factor_code: bool,
    /// An authenticator app.
    pub(super) app: bool,
    /// A passkey, on a site that has a name.
    pub(super) passkey: bool,
    /// A code by mail.
    pub(super) mailed_code: bool,
}

/// The ways of this person.
pub(super) async fn ways_of(db: &impl ConnectionTrait, person_id: i64, base_url: &str) -> Result<Ways, Unexpected> {
    let password = find_login(db, person_id).await?.password_hash.is_some();
    let held = held_factors(db, person_id).await?;
    let app = held.app_since.is_some();
    let factor_code = app || held.codes_left > 0;
    let passkey = !held.passkeys.is_empty() && relying_party(base_url).is_some();
    Ok(Ways { password, factor_code, app, passkey, mailed_code: !password && !factor_code && !passkey })
}
