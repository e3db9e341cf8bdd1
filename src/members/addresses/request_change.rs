//! Begins a change of somebody's addresses: the row and the mails with the codes.

use super::change::{ChangeKind, MOST_ADDRESSES, OpenChange};
use super::codes::mail_codes;
use super::store::{self, NewChange};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Unexpected};
use crate::members::people::{self, HeldAddress};
use crate::members::sign_in::{Attempt, Browser};
use crate::unexpected_from;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub(super) struct RequestChange {
    pub(super) person_id: i64,
    pub(super) kind: ChangeKind,
    /// The address it is about: to be added, to be written to, or to go.
    pub(super) address: EmailAddress,
}

/// Why no change was begun.
#[derive(Debug, thiserror::Error)]
pub(super) enum RequestChangeError {
    /// It is on the account already.
    #[error("This address is on your account already")]
    AlreadyYours,
    /// They hold as many as they may.
    #[error("You can have up to three addresses. Remove one first")]
    TooManyAddresses,
    /// It is not one of theirs, is the one written to (nothing to do, or not to be removed), or was never proved.
    #[error("this cannot be done with this address")]
    NotPossible,
    /// Asked for too often; again after so many seconds.
    #[error("too many codes were asked for")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RequestChangeError);

/// Begins the change and mails the codes. For an address that is somebody else's the same is done, but for the code: its
/// owner is told, and nobody else.
pub(super) async fn request_change(
    app: &App,
    command: RequestChange,
    browser: &Browser,
) -> Result<OpenChange, RequestChangeError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let owner = Some(command.person_id);
            if let Err(seconds) = Attempt::CodeRequest.count(tx, &command.address, owner, browser, now).await? {
                // Not an error to roll back: the try must stay counted.
                return Ok::<_, RequestChangeError>(Err(RequestChangeError::TooMany(seconds)));
            }
            let held = people::addresses(tx, command.person_id).await?;
            let ends = match ends_of(&command, &held) {
                Ok(ends) => ends,
                Err(refused) => return Ok(Err(refused)),
            };
            let new = NewChange {
                reference: app.tokens.reference(),
                person_id: command.person_id,
                kind: command.kind,
                new_address: &ends.new,
                old_address: ends.old.as_deref(),
                old_has_agreed: ends.old_cannot_speak,
            };
            let change = store::replace_change(tx, new, now).await?;
            let person = people::find_person(tx, command.person_id).await?.context("the viewer has no person")?;
            mail_codes(tx, app, &person, &change, now).await?;
            let entry = Entry {
                actor: Actor::Person(command.person_id),
                action: "address_change.asked",
                subject_kind: "address_change",
                subject_id: change.id,
                reason: Some(command.kind.word()),
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(Ok(change))
        })
        .await?
}

/// The address that must prove itself, and the one that must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ends {
    new: String,
    old: Option<String>,
    /// Nobody ever showed that they read the old one: there is nobody to ask.
    old_cannot_speak: bool,
}

fn ends_of(command: &RequestChange, held: &[HeldAddress]) -> Result<Ends, RequestChangeError> {
    let folded = command.address.folded();
    let is_it = |held: &&HeldAddress| EmailAddress::parse(&held.address).is_ok_and(|own| own.folded() == folded);
    let known = held.iter().find(is_it);
    let primary = held.iter().find(|held| held.is_primary);
    let pair = |new: &HeldAddress, old: &HeldAddress| Ends {
        new: new.address.clone(),
        old: Some(old.address.clone()),
        old_cannot_speak: !old.is_verified,
    };
    match (command.kind, known, primary) {
        (ChangeKind::Add, Some(known), _) if known.is_verified => Err(RequestChangeError::AlreadyYours),
        (ChangeKind::Add, None, _) if held.len() >= MOST_ADDRESSES => Err(RequestChangeError::TooManyAddresses),
        (ChangeKind::Add, _, _) => {
            Ok(Ends { new: command.address.as_str().to_owned(), old: None, old_cannot_speak: false })
        }
        (ChangeKind::MakePrimary, Some(known), Some(primary)) if known.is_verified && !known.is_primary => {
            Ok(pair(known, primary))
        }
        (ChangeKind::Remove, Some(known), Some(primary)) if !known.is_primary => Ok(pair(primary, known)),
        _ => Err(RequestChangeError::NotPossible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(address: &str, is_primary: bool, is_verified: bool) -> HeldAddress {
        HeldAddress { address: address.to_owned(), is_primary, is_verified }
    }

    fn ends(kind: ChangeKind, address: &str, held: &[HeldAddress]) -> Result<Ends, String> {
        let command = RequestChange { person_id: 1, kind, address: EmailAddress::parse(address).unwrap() };
        ends_of(&command, held).map_err(|error| error.to_string())
    }

    #[test]
    fn the_new_end_proves_itself_and_the_old_end_agrees() {
        let (home, work, typed) = ("home@example.org", "work@example.org", "typed@example.org");
        let own = [held(home, true, true), held(work, false, true), held(typed, false, false)];
        let both = |new: &str, old: &str, old_cannot_speak| {
            Ok(Ends { new: new.to_owned(), old: Some(old.to_owned()), old_cannot_speak })
        };
        let alone = |new: &str| Ok(Ends { new: new.to_owned(), old: None, old_cannot_speak: false });
        let no = || Err(RequestChangeError::NotPossible.to_string());
        let table = [
            (ChangeKind::Add, "WORK@example.org", Err(RequestChangeError::AlreadyYours.to_string())),
            (ChangeKind::Add, typed, alone(typed)),
            (ChangeKind::Add, "fourth@example.org", Err(RequestChangeError::TooManyAddresses.to_string())),
            (ChangeKind::MakePrimary, work, both(work, home, false)),
            (ChangeKind::MakePrimary, home, no()),
            (ChangeKind::MakePrimary, typed, no()),
            (ChangeKind::MakePrimary, "other@example.org", no()),
            (ChangeKind::Remove, work, both(home, work, false)),
            (ChangeKind::Remove, typed, both(home, typed, true)),
            (ChangeKind::Remove, home, no()),
            (ChangeKind::Remove, "other@example.org", no()),
        ];

        for (kind, address, wanted) in table {
            assert_eq!(ends(kind, address, &own), wanted, "{kind:?} {address}");
        }
        assert_eq!(ends(ChangeKind::Add, "x@example.org", &own[..2]), alone("x@example.org"));
    }
}
