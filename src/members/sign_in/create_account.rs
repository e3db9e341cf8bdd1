//! Somebody new, who has just shown that an address is theirs, says their name: person, verified address and login are made.

use super::browser::Browser;
use super::enter::{SignedIn, enter};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{EmailAddress, PersonName, Unexpected};
use crate::members::people::{CreatePersonError, NewPerson, create_person};
use crate::members::session::Proof;
use crate::unexpected_from;

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateAccountError {
    /// The address was taken into use meanwhile (a second tab, a double click): sign in instead.
    #[error("there is an account with this address now")]
    AlreadyThere,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CreateAccountError);

impl From<CreatePersonError> for CreateAccountError {
    fn from(error: CreatePersonError) -> Self {
        match error {
            CreatePersonError::AddressTaken => Self::AlreadyThere,
            CreatePersonError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// Makes the account and signs its owner in. That the address is proved is the caller's to know.
pub(super) async fn create_account(
    app: &App,
    address: EmailAddress,
    name: PersonName,
    browser: &Browser,
) -> Result<SignedIn, CreateAccountError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let new = NewPerson { name, email: address, verified: true };
            let person_id = create_person(tx, app.tokens.as_ref(), new, now).await?;
            let entry = Entry {
                actor: Actor::Person(person_id),
                action: "person.registered",
                subject_kind: "person",
                subject_id: person_id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(enter(tx, app.tokens.as_ref(), (person_id, Proof::Code), browser, now).await?)
        })
        .await
}
