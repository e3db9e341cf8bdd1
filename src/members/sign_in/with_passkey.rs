//! Signing in by a passkey alone: it is held by the person and opened by a finger, a face or a PIN, so it counts as both factors.

use super::browser::Browser;
use super::enter::{SignedIn, enter};
use super::limits::count_passkey;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::members::factors::{self, AnswerError, PasskeyAnswer, Purpose};
use crate::members::people;
use crate::members::session::Proof;
use crate::unexpected_from;

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub(super) enum PasskeySignInError {
    /// Not a passkey of ours, or its answer came too late.
    #[error("the passkey was not accepted")]
    Refused,
    /// The account is closed; said only to somebody who holds its passkey.
    #[error("the account is closed")]
    Closed,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PasskeySignInError);

impl From<AnswerError> for PasskeySignInError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::NotOffered | AnswerError::Refused => Self::Refused,
            AnswerError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// Lets in whoever the passkey belongs to. The try and the ceremony are used up whatever comes of it.
pub(super) async fn sign_in_with_passkey(
    app: &App,
    answer: &PasskeyAnswer,
    browser: &Browser,
) -> Result<SignedIn, PasskeySignInError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if let Err(seconds) = count_passkey(tx, browser, now).await? {
                return Ok::<_, PasskeySignInError>(Err(PasskeySignInError::TooMany(seconds)));
            }
            let owner = match factors::answer_passkey(tx, app, (Purpose::SignIn, None), answer, now).await? {
                Ok(owner) => owner,
                Err(error) => return Ok(Err(error.into())),
            };
            // A record that was merged into another signs nobody in: its passkeys are on no page where they could be removed.
            let person = people::find_person(tx, owner).await?.filter(|person| person.id == owner);
            let person = match person {
                Some(person) if person.is_disabled => return Ok(Err(PasskeySignInError::Closed)),
                Some(person) => person,
                None => return Ok(Err(PasskeySignInError::Refused)),
            };
            Ok(Ok(enter(tx, app.tokens.as_ref(), (person.id, Proof::Passkey), browser, now).await?))
        })
        .await?
}
