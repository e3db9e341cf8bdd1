//! Somebody typed the codes of a change. What was typed right counts, even where the other is missing.

use sea_orm::ConnectionTrait;

use super::carry_out::{CarriedOut, carry_out};
use super::change::{OpenChange, Verdict, verdict};
use super::codes::{hash_code, read_code};
use super::store;
use crate::app::App;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::sign_in::{Attempt, Browser};
use crate::unexpected_from;

/// The codes as typed; "" for one that was left out.
#[derive(Clone, Debug)]
pub(super) struct TypedCodes {
    pub(super) new: String,
    pub(super) old: String,
}

/// What came of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Confirmed {
    /// It happened, or could not any more.
    Ended(CarriedOut),
    /// One address has spoken; the other has not.
    HalfWay,
}

/// Which code was wrong.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct WrongCodes {
    pub(super) new: bool,
    pub(super) old: bool,
    pub(super) tries_left: i32,
}

/// Why nothing was confirmed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConfirmChangeError {
    /// Nothing that could be a code.
    #[error("no code was typed")]
    NoCode,
    /// Other digits.
    #[error("a code is wrong")]
    Wrong(WrongCodes),
    /// The codes are too old or were tried too often: only new ones help.
    #[error("the codes no longer work")]
    Spent,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ConfirmChangeError);

/// Takes the typed codes, and carries the change out when nothing is missing any more.
pub(super) async fn confirm_change(
    app: &App,
    change: &OpenChange,
    typed: &TypedCodes,
    browser: &Browser,
) -> Result<Confirmed, ConfirmChangeError> {
    if typed.new.trim().is_empty() && typed.old.trim().is_empty() {
        return Err(ConfirmChangeError::NoCode);
    }
    let now = app.now();
    app.db.write_tx(async |tx| settle(tx, app, (change, typed), browser, now).await).await?
}

/// Every try stays counted, so a refusal is a value of the transaction and not its failure.
async fn settle(
    tx: &impl ConnectionTrait,
    app: &App,
    (change, typed): (&OpenChange, &TypedCodes),
    browser: &Browser,
    now: Instant,
) -> Result<Result<Confirmed, ConfirmChangeError>, ConfirmChangeError> {
    let address = EmailAddress::parse(&change.new_address).map_err(Unexpected::from)?;
    if let Err(seconds) = Attempt::TypedCode.count(tx, &address, Some(change.person_id), browser, now).await? {
        return Ok(Err(ConfirmChangeError::TooMany(seconds)));
    }
    let Some((new_hash, old_hash, tries_left)) = store::claim_try(tx, change.id, now).await? else {
        return Ok(Err(ConfirmChangeError::Spent));
    };
    let new = compare(change, &change.new_address, &typed.new, new_hash.as_deref());
    let old = compare(change, change.old_address.as_deref().unwrap_or_default(), &typed.old, old_hash.as_deref());
    for (side, is_new) in [(new, true), (old, false)] {
        if side == Some(true) {
            store::mark_confirmed(tx, change.id, is_new, now).await?;
        }
    }
    let wrong = WrongCodes { new: new == Some(false), old: old == Some(false), tries_left };
    if wrong.new || wrong.old {
        return Ok(Err(if tries_left > 0 { ConfirmChangeError::Wrong(wrong) } else { ConfirmChangeError::Spent }));
    }
    match store::find_change(tx, change.id).await? {
        Some(open) if verdict(&open, now) == Verdict::Ready => {
            Ok(Ok(Confirmed::Ended(carry_out(tx, app, &open, now).await?)))
        }
        _ => Ok(Ok(Confirmed::HalfWay)),
    }
}

/// Whether the typed code is the one; none when nothing was typed. Hashes are compared, so the time it takes says nothing.
fn compare(change: &OpenChange, address: &str, typed: &str, stored: Option<&str>) -> Option<bool> {
    if typed.trim().is_empty() {
        return None;
    }
    let typed = read_code(typed).map(|code| hash_code(&change.reference, address, &code));
    Some(typed.is_some() && typed.as_deref() == stored)
}
