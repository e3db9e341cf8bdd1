//! An email address that can safely stand in a message header.
//!
//! Deliberately narrower than the mail standards: no quoted names, no comments, no bare host names. Whether
//! anyone reads mail there is shown only by a link they follow.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::folding;

/// An address with one `@`, as its owner typed it, trimmed and composed. `Debug` shows it masked, because
/// addresses are not logged; compare two with [`EmailAddress::folded`].
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why an address was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressError {
    /// Nothing was typed.
    #[error("Enter an email address")]
    Empty,
    /// Longer than mail servers accept.
    #[error("Enter a shorter email address")]
    TooLong,
    /// It does not have the shape of an address.
    #[error("Enter an email address in the correct format, like name@example.com")]
    NotAnAddress,
}

impl EmailAddress {
    /// Reads a typed address.
    pub fn parse(typed: &str) -> Result<Self, EmailAddressError> {
        let text: String = typed.trim().nfc().collect();
        if text.is_empty() {
            return Err(EmailAddressError::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailAddressError::NotAnAddress)?;
        if !is_local_part(local) || !is_domain(domain) {
            return Err(EmailAddressError::NotAnAddress);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(EmailAddressError::TooLong);
        }
        Ok(Self(text))
    }

    /// The address as typed, for sending to and for showing to its owner.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two spellings of one mailbox are equal: lower case, compatibility folded.
    pub fn folded(&self) -> String {
        folding::folded(&self.0)
    }

    /// Whether it is of the domain or of one below it; of any, when the domain is empty. `domain` is in lower case.
    pub fn is_of_domain(&self, domain: &str) -> bool {
        if domain.is_empty() {
            return true;
        }
        let folded = self.folded();
        let own = folded.rsplit_once('@').map_or("", |(_, own)| own);
        own == domain || own.strip_suffix(domain).is_some_and(|above| above.ends_with('.'))
    }

    /// For screens and logs that must not give the address away: `a***@example.org`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{domain}")
    }
}

/// Dot-separated runs of the characters that need no quoting; letters of any script.
fn is_local_part(local: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.split('.').all(|run| !run.is_empty() && run.chars().all(allowed))
}

/// At least two labels; the last is not a number.
fn is_domain(domain: &str) -> bool {
    let label = |text: &str| {
        (1..=63).contains(&text.len())
            && text.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    };
    let ends_in_letters =
        domain.rsplit_once('.').is_some_and(|(_, last)| last.chars().count() > 1 && last.contains(char::is_alphabetic));
    ends_in_letters && domain.split('.').all(label)
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_in_daily_use_are_taken() {
        let table = [
            (" asha@example.org\n", "asha@example.org"),
            ("Asha.Rao+iro@Children.Example.gov.uk", "Asha.Rao+iro@Children.Example.gov.uk"),
            ("o'neill@example.org", "o'neill@example.org"),
            ("zoe\u{308}@exämple.org", "zoë@exämple.org"),
            ("a@xn--exmple-cua.org", "a@xn--exmple-cua.org"),
        ];

        for (typed, wanted) in table {
            let address = EmailAddress::parse(typed);
            assert_eq!(address.as_ref().map(EmailAddress::as_str), Ok(wanted), "{typed:?}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long_whole = format!("a@{}.org", vec!["b".repeat(50); 5].join("."));
        let table = [
            ("", EmailAddressError::Empty),
            ("  ", EmailAddressError::Empty),
            ("asha", EmailAddressError::NotAnAddress),
            ("@example.org", EmailAddressError::NotAnAddress),
            ("asha@", EmailAddressError::NotAnAddress),
            ("asha@localhost", EmailAddressError::NotAnAddress),
            ("asha@127.0.0.1", EmailAddressError::NotAnAddress),
            ("asha@example..org", EmailAddressError::NotAnAddress),
            ("asha@-example.org", EmailAddressError::NotAnAddress),
            ("asha@example.org.", EmailAddressError::NotAnAddress),
            (".asha@example.org", EmailAddressError::NotAnAddress),
            ("as..ha@example.org", EmailAddressError::NotAnAddress),
            ("a@b@example.org", EmailAddressError::NotAnAddress),
            ("as ha@example.org", EmailAddressError::NotAnAddress),
            ("asha@example.org\r\nBcc: b@example.org", EmailAddressError::NotAnAddress),
            ("Asha <asha@example.org>", EmailAddressError::NotAnAddress),
            ("a@example.org,b@example.org", EmailAddressError::NotAnAddress),
            ("asha@example.org\u{202e}", EmailAddressError::NotAnAddress),
            (long_local.as_str(), EmailAddressError::TooLong),
            (long_whole.as_str(), EmailAddressError::TooLong),
        ];

        for (typed, wanted) in table {
            assert_eq!(EmailAddress::parse(typed), Err(wanted), "{typed:?}");
        }
    }

    #[test]
    fn folding_makes_one_mailbox_of_many_spellings() {
        let (one, other) = ("ASHA@Example.ORG", "asha@example.org");

        let folded = |typed| EmailAddress::parse(typed).unwrap().folded();

        assert_eq!(folded(one), folded(other));
        assert_eq!(folded(one), "asha@example.org");
    }

    #[test]
    fn masked_and_debug_keep_the_name_back() {
        let address = EmailAddress::parse("asha@example.org").unwrap();

        assert_eq!(address.masked(), "a***@example.org");
        assert_eq!(format!("{address:?}"), "EmailAddress(a***@example.org)");
    }

    proptest! {
        #[test]
        fn an_address_read_back_is_the_same_address(
            typed in "[a-zA-Zéß0-9+.]{1,12}@[a-z0-9-]{1,8}\\.[a-z]{2,6}",
        ) {
            if let Ok(address) = EmailAddress::parse(&typed) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
                let folded = EmailAddress::parse(&address.folded());
                prop_assert_eq!(folded.map(|again| again.folded()), Ok(address.folded()));
            }
        }

        #[test]
        fn nothing_that_parses_can_break_a_header(typed in any::<String>()) {
            if let Ok(address) = EmailAddress::parse(&typed) {
                let unsafe_in_header = |c: char| c.is_control() || c.is_whitespace() || c == '<';
                prop_assert!(!address.as_str().contains(unsafe_in_header));
            }
        }
    }
}
