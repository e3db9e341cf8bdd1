//! Has a code mailed to an address, known or not.

use super::browser::Browser;
use super::code::{CODE_LIFE, hash_code};
use super::emails;
use super::limits::Attempt;
use super::store::{self, NewCode};
use crate::app::App;
use crate::kernel::{EmailAddress, Unexpected};
use crate::members::people;
use crate::notifications::outbox;
use crate::unexpected_from;

/// Why somebody wants a code. It changes the words of the mail, and where they go next.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members) enum CodePurpose {
    SignIn,
    ResetPassword,
    Confirm,
}

impl CodePurpose {
    /// The short word stored in records.
    const fn word(self) -> &'static str {
        match self {
            // A code that confirms would sign its owner in as well: it proves the same thing.
            Self::SignIn | Self::Confirm => "sign_in",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// Why no code was mailed.
#[derive(Debug, thiserror::Error)]
pub(in crate::members) enum RequestCodeError {
    /// Asked for too often; again after so many seconds.
    #[error("too many codes were asked for")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RequestCodeError);

/// Writes a code and the mail that carries it, and gives the code's id, for the browser that asked to keep. A known and an
/// unknown address take the same steps (S5).
pub(in crate::members) async fn request_code(
    app: &App,
    address: &EmailAddress,
    purpose: CodePurpose,
    browser: &Browser,
) -> Result<i64, RequestCodeError> {
    let now = app.now();
    let outcome = app
        .db
        .write_tx(async |tx| {
            let owner = people::find_by_verified_email(tx, address).await?;
            if let Err(seconds) = Attempt::CodeRequest.count(tx, address, owner, browser, now).await? {
                // Not an error to roll back: the try must stay counted.
                return Ok::<_, RequestCodeError>(Err(seconds));
            }
            let person = match owner {
                Some(id) => people::find_person(tx, id).await?,
                None => None,
            };
            let code = app.tokens.six_digits();
            let new = NewCode {
                address,
                code_hash: hash_code(address, &code),
                purpose: purpose.word(),
                person_id: owner,
                expires_at: now + CODE_LIFE,
            };
            let code_id = store::insert_code(tx, new, now).await?;
            let mail = emails::code(purpose, code_id, &code, address, person.as_ref());
            outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
            Ok(Ok(code_id))
        })
        .await?;
    outcome.map_err(RequestCodeError::TooMany)
}
