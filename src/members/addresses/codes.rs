//! The codes of a change: one for each address that has to speak, mailed there and typed on the change's page.

use sea_orm::ConnectionTrait;

use super::change::OpenChange;
use super::{emails, store};
use crate::app::App;
use crate::kernel::tokens::hash_secret;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::people::{self, PersonRow};
use crate::members::sign_in::CODE_LIFE;
use crate::notifications::outbox;

/// How often codes of one change may be typed wrong before new ones are needed, both addresses together.
pub(super) const MOST_TRIES: i32 = 8;

/// Six digits, however they were spaced; none for anything else.
pub(super) fn read_code(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
}

/// What is stored: the code is worth nothing for another change or another address.
pub(super) fn hash_code(reference: &str, address: &str, code: &str) -> String {
    hash_secret(&format!("{reference}:{address}:{code}"))
}

/// Mails a fresh code to each address that has not spoken yet; the codes before stop working. An address that is somebody
/// else's gets no code, and its owner is told; the page looks the same either way.
pub(super) async fn mail_codes(
    tx: &impl ConnectionTrait,
    app: &App,
    person: &PersonRow,
    change: &OpenChange,
    now: Instant,
) -> Result<(), Unexpected> {
    let mut hashes = (None, None);
    if !change.is_new_confirmed {
        let address = EmailAddress::parse(&change.new_address)?;
        match people::find_by_verified_email(tx, &address).await? {
            Some(owner) if owner != person.id => {
                if let Some(owner) = people::find_person(tx, owner).await?.filter(|owner| !owner.is_disabled) {
                    let mail = emails::address_in_use(&owner, change, now);
                    outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
                }
            }
            _ => {
                let code = app.tokens.six_digits();
                hashes.0 = Some(hash_code(&change.reference, &change.new_address, &code));
                let mail = emails::code_for_new(person, change, &code, now);
                outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
            }
        }
    }
    if let Some(old) = change.old_address.as_deref().filter(|_| !change.is_old_confirmed) {
        let code = app.tokens.six_digits();
        hashes.1 = Some(hash_code(&change.reference, old, &code));
        let mail = emails::code_for_old(person, change, old, &code, now);
        outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
    }
    Ok(store::save_codes(tx, change.id, hashes, now + CODE_LIFE).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let table = [
            ("012345", Some("012345")),
            (" 012 345\t", Some("012345")),
            ("012-345", Some("012345")),
            ("01234", None),
            ("0123456", None),
            ("０１２３４５", None),
            ("abcdef", None),
            ("", None),
        ];

        for (typed, wanted) in table {
            assert_eq!(read_code(typed).as_deref(), wanted, "{typed:?}");
        }
    }

    #[test]
    fn a_code_belongs_to_one_change_and_one_address() {
        let hash = hash_code("A", "a@example.org", "012345");

        assert_ne!(hash, hash_code("B", "a@example.org", "012345"));
        assert_ne!(hash, hash_code("A", "b@example.org", "012345"));
    }
}
