//! Makes a person with one email address. No login yet: that comes with the first sign-in.

use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::{EmailAddress, Instant, PersonName, TokenSource, Unexpected};
use crate::members::search;
use crate::unexpected_from;

/// Who is to be made.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Full name.
    pub name: PersonName,
    /// Their primary address.
    pub email: EmailAddress,
    /// Somebody has shown that they read mail sent there (a typed code, a link), or the operator vouches for it.
    pub verified: bool,
}

/// Why nobody was made.
#[derive(Debug, thiserror::Error)]
pub enum CreatePersonError {
    /// The address is verified as another person's (D9: one owner).
    #[error("this address already belongs to somebody")]
    AddressTaken,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CreatePersonError);

/// Makes the person in the caller's transaction and gives their id. An unverified address may stand with several people; a
/// verified one has one owner, which the schema holds even in a race.
pub async fn create_person(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: NewPerson,
    now: Instant,
) -> Result<i64, CreatePersonError> {
    let id = store::insert_person(tx, &new.name, tokens.reference(), now).await?;
    let verified_at = new.verified.then_some(now);
    if !store::insert_address(tx, id, &new.email, verified_at, now).await? {
        return Err(CreatePersonError::AddressTaken);
    }
    search::reindex(tx, id).await?;
    Ok(id)
}
