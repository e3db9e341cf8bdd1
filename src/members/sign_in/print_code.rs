//! A code that is printed for the operator instead of mailed, for the very first sign-in.

use sea_orm::ConnectionTrait;

use super::code::{PRINTED_CODE_LIFE, hash_code, new_printed_code};
use super::store::{self, NewCode};
use crate::kernel::{EmailAddress, Instant, TokenSource, Unexpected};

/// Writes the code in the caller's transaction. Gives it with the instant at which it stops working.
pub(in crate::members) async fn print_code(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    address: &EmailAddress,
    person_id: i64,
    now: Instant,
) -> Result<(String, Instant), Unexpected> {
    let printed = new_printed_code(tokens);
    let expires_at = now + PRINTED_CODE_LIFE;
    let new = NewCode {
        address,
        code_hash: hash_code(address, &printed.replace('-', "")),
        purpose: "sign_in",
        person_id: Some(person_id),
        expires_at,
    };
    store::insert_code(tx, new, now).await?;
    Ok((printed, expires_at))
}
