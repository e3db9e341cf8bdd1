//! Somebody typed a code.

use sea_orm::ConnectionTrait;

use super::browser::{Browser, Pending};
use super::code::{TypedCode, hash_code, read_code};
use super::enter::{SignedIn, enter};
use super::limits::Attempt;
use super::store::{self, LiveCode};
use crate::app::App;
use crate::kernel::{Instant, Unexpected};
use crate::members::people;
use crate::members::session::Proof;
use crate::unexpected_from;

/// The right code was typed.
#[derive(Clone, Debug)]
pub(super) enum CodeUsed {
    /// The owner of the address is signed in.
    SignedIn(SignedIn),
    /// Nobody has an account with the address; the next page asks for a name.
    NobodyYet,
}

/// Why the code did not let anyone in.
#[derive(Debug, thiserror::Error)]
pub(super) enum UseCodeError {
    /// Not six figures.
    #[error("that is not a code")]
    NotACode,
    /// Another code; so many tries are left.
    #[error("that is not the code")]
    Wrong { tries_left: i32 },
    /// Used, too old, or tried too often: only a new one helps.
    #[error("the code no longer works")]
    Spent,
    /// The account is closed.
    #[error("the account is closed")]
    Closed,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(UseCodeError);

/// Uses the code up and, when the address is somebody's, signs them in. Every try is counted, whatever comes of it, so a
/// refusal is a value of the transaction and not its failure.
pub(super) async fn use_code(
    app: &App,
    pending: &Pending,
    typed: &str,
    browser: &Browser,
) -> Result<CodeUsed, UseCodeError> {
    let typed = read_code(typed);
    if typed == TypedCode::Neither {
        return Err(UseCodeError::NotACode);
    }
    let now = app.now();
    app.db.write_tx(async |tx| settle(tx, app, (pending, &typed), browser, now).await).await?
}

async fn settle(
    tx: &impl ConnectionTrait,
    app: &App,
    (pending, typed): (&Pending, &TypedCode),
    browser: &Browser,
    now: Instant,
) -> Result<Result<CodeUsed, UseCodeError>, UseCodeError> {
    let owner = people::find_by_verified_email(tx, &pending.address).await?;
    if let Err(seconds) = Attempt::TypedCode.count(tx, &pending.address, owner, browser, now).await? {
        return Ok(Err(UseCodeError::TooMany(seconds)));
    }
    let code = match find_code(tx, pending, typed, now).await? {
        Ok(code) => code,
        Err(refused) => return Ok(Err(refused)),
    };
    if !store::mark_code_used(tx, code.id, now).await? {
        return Ok(Err(UseCodeError::Spent));
    }
    let Some(person_id) = owner else { return Ok(Ok(CodeUsed::NobodyYet)) };
    if people::find_person(tx, person_id).await?.is_none_or(|person| person.is_disabled) {
        return Ok(Err(UseCodeError::Closed));
    }
    let signed_in = enter(tx, app.tokens.as_ref(), (person_id, Proof::Code), browser, now).await?;
    Ok(Ok(CodeUsed::SignedIn(signed_in)))
}

/// Uses up a code that was mailed to somebody who is signed in, to confirm that it is them. False when it is not the code, or
/// works no longer. Counting tries by address is the caller's; the code counts its own.
pub(in crate::members) async fn use_confirmation_code(
    tx: &impl ConnectionTrait,
    pending: &Pending,
    typed: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let TypedCode::Mailed(digits) = read_code(typed) else { return Ok(false) };
    let Some(code) = store::claim_try(tx, pending.code_id, now).await? else { return Ok(false) };
    if code.code_hash != hash_code(&pending.address, &digits) {
        return Ok(false);
    }
    Ok(store::mark_code_used(tx, code.id, now).await?)
}

/// The code that was meant. A mailed one is the one this browser asked for, so that nobody can use up another's tries; hashes
/// are compared, so the time it takes says nothing about the code.
async fn find_code(
    tx: &impl ConnectionTrait,
    pending: &Pending,
    typed: &TypedCode,
    now: Instant,
) -> Result<Result<LiveCode, UseCodeError>, UseCodeError> {
    match typed {
        TypedCode::Mailed(digits) => {
            let Some(code) = store::claim_try(tx, pending.code_id, now).await? else {
                return Ok(Err(UseCodeError::Spent));
            };
            match code.code_hash == hash_code(&pending.address, digits) {
                true => Ok(Ok(code)),
                false if code.tries_left > 0 => Ok(Err(UseCodeError::Wrong { tries_left: code.tries_left })),
                false => Ok(Err(UseCodeError::Spent)),
            }
        }
        TypedCode::Printed(letters) => {
            let found = store::find_live_code(tx, &hash_code(&pending.address, letters), now).await?;
            Ok(found.ok_or(UseCodeError::Spent))
        }
        TypedCode::Neither => Ok(Err(UseCodeError::NotACode)),
    }
}
