//! Signing in by address and password.

use super::browser::Browser;
use super::enter::{SignedIn, enter};
use super::hashing::{HashingError, hash_password, verify_password};
use super::limits::Attempt;
use super::queries::find_login;
use super::store;
use crate::app::App;
use crate::kernel::{EmailAddress, Unexpected};
use crate::members::people;
use crate::members::session::Proof;
use crate::unexpected_from;

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub(super) enum PasswordSignInError {
    /// No account, no password set, or another password: which of them is not said.
    #[error("address and password do not match")]
    Refused,
    /// The account is closed; said only to somebody who knows its password.
    #[error("the account is closed")]
    Closed,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// Too many sign-ins at this moment.
    #[error("too many sign-ins at once")]
    Busy,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PasswordSignInError);

impl From<HashingError> for PasswordSignInError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Self::Busy,
            HashingError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// Counts the try, compares the password (as long for nobody as for somebody), and begins a session. A password hashed with
/// older parameters is hashed anew.
pub(super) async fn sign_in_with_password(
    app: &App,
    address: &EmailAddress,
    password: &str,
    browser: &Browser,
) -> Result<SignedIn, PasswordSignInError> {
    let now = app.now();
    let owner = people::find_by_verified_email(app.db.reader(), address).await?;
    let counted = app.db.write_tx(async |tx| Attempt::Password.count(tx, address, owner, browser, now).await).await?;
    counted.map_err(PasswordSignInError::TooMany)?;
    // Nobody has id 0, so an unknown address costs the same read.
    let stored = find_login(app.db.reader(), owner.unwrap_or(0)).await?.password_hash;
    let compared = verify_password(password, stored.clone()).await?;
    let Some(person_id) = owner.filter(|_| compared.matches) else {
        tracing::info!(person_id = owner, "a password was refused");
        return Err(PasswordSignInError::Refused);
    };
    let person = people::find_person(app.db.reader(), person_id).await?;
    if person.is_none_or(|person| person.is_disabled) {
        return Err(PasswordSignInError::Closed);
    }
    let renewed = if compared.is_outdated { Some(hash_password(app.tokens.as_ref(), password).await?) } else { None };
    let signed_in = app
        .db
        .write_tx(async |tx| {
            if let (Some(renewed), Some(old)) = (renewed, &stored) {
                store::renew_hash(tx, person_id, old, renewed).await?;
            }
            enter(tx, app.tokens.as_ref(), (person_id, Proof::Password), browser, now).await
        })
        .await?;
    Ok(signed_in)
}
