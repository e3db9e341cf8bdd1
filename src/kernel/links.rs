//! Lasting personal links that are derived, not stored (D17).
//!
//! A token carries its subject and a keyed hash of key id, purpose, subject and generation. The same link
//! can be printed again at any time; raising the subject's generation revokes every earlier one. Never use
//! it for one-time credentials: those are random, stored hashed, and used once.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The key in use. It stands first in every token, so that a second key can be told from the first.
const KEY_ID: u8 = 1;
const SUBJECT_BYTES: usize = 8;
/// 144 bits: over the 128 that D17 asks for, and the whole token is then exactly 36 characters.
const MAC_BYTES: usize = 18;
const TOKEN_BYTES: usize = 1 + SUBJECT_BYTES + MAC_BYTES;

/// What a link lets its bearer do, and what its subject is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkPurpose {
    /// See, change and cancel a booking. Subject: the booking.
    ManageBooking,
    /// Fill in the attendee's own form. Subject: the place.
    ManagePlace,
    /// Open the personal join page. Subject: the place.
    JoinEvent,
    /// Confirm being the member who attends. Subject: the place.
    ClaimMemberPrice,
    /// Stop one kind of mail, or all of it. Subject: a person and a kind, packed together.
    Unsubscribe,
    /// Object to a change of email address. Subject: the change.
    StopAddressChange,
    /// Confirm an address that our office was given for somebody. Subject: the change.
    ConfirmAddress,
    /// Report a message that the directory relayed. Subject: the message.
    ReportMessage,
    /// Put one's own name to a place that has none. Subject: the place.
    ClaimPlace,
    /// See and accept an offer for an authority's own training. Subject: the quote.
    InHouseQuote,
    /// Register for an authority's own training. Subject: the event.
    InHouseRegister,
    /// See the invoice of a charge and its documents, and give the purchase order. Subject: the charge's billing.
    Invoice,
    /// See one's entry on a waiting list, take or decline an offer, leave. Subject: the entry.
    WaitingEntry,
    /// See a customer's statement of account. Subject: the customer.
    Statement,
}

impl LinkPurpose {
    /// Every purpose.
    pub const ALL: [Self; 14] = [
        Self::ManageBooking,
        Self::ManagePlace,
        Self::JoinEvent,
        Self::ClaimMemberPrice,
        Self::Unsubscribe,
        Self::StopAddressChange,
        Self::ConfirmAddress,
        Self::ReportMessage,
        Self::ClaimPlace,
        Self::InHouseQuote,
        Self::InHouseRegister,
        Self::Invoice,
        Self::WaitingEntry,
        Self::Statement,
    ];

    /// The word that goes into the hash. Changing one breaks every link already sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ManageBooking => "manage_booking",
            Self::ManagePlace => "manage_place",
            Self::JoinEvent => "join_event",
            Self::ClaimMemberPrice => "claim_member_price",
            Self::Unsubscribe => "unsubscribe",
            Self::StopAddressChange => "stop_address_change",
            Self::ConfirmAddress => "confirm_address",
            Self::ReportMessage => "report_message",
            Self::ClaimPlace => "claim_place",
            Self::InHouseQuote => "in_house_quote",
            Self::InHouseRegister => "in_house_register",
            Self::Invoice => "invoice",
            Self::WaitingEntry => "waiting_entry",
            Self::Statement => "statement",
        }
    }
}

/// Makes and checks the tokens of personal links.
#[derive(Clone)]
pub struct LinkKeys {
    mac: Hmac<Sha256>,
}

impl LinkKeys {
    /// Keys made from the application's secret, which should be at least 32 random bytes.
    ///
    /// # Panics
    /// Never: the hash takes a key of any length.
    pub fn new(secret: &[u8]) -> Self {
        Self { mac: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    /// The token for `subject` (a row id), in 36 URL-safe characters.
    pub fn token(&self, purpose: LinkPurpose, subject: i64, generation: i32) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        bytes[0] = KEY_ID;
        bytes[1..=SUBJECT_BYTES].copy_from_slice(&subject.to_be_bytes());
        bytes[1 + SUBJECT_BYTES..].copy_from_slice(&self.mac_of(purpose, subject, generation));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The subject a token names, so that its present generation can be looked up. Proves nothing: always
    /// [`verify`](Self::verify) before acting or showing.
    pub fn subject(&self, token: &str) -> Option<i64> {
        decode(token).map(|(subject, _)| subject)
    }

    /// Was this token made here, for this purpose, at this generation of its subject?
    pub fn verify(&self, token: &str, purpose: LinkPurpose, generation: i32) -> bool {
        decode(token).is_some_and(|(subject, mac)| {
            let wanted = self.mac_of(purpose, subject, generation);
            mac.ct_eq(&wanted).into()
        })
    }

    fn mac_of(&self, purpose: LinkPurpose, subject: i64, generation: i32) -> [u8; MAC_BYTES] {
        let mut mac = self.mac.clone();
        // The name keeps these hashes apart from any other use of the same secret.
        mac.update(b"nairo personal link\0");
        mac.update(&[KEY_ID]);
        mac.update(purpose.word().as_bytes());
        mac.update(&[0]);
        mac.update(&subject.to_be_bytes());
        mac.update(&generation.to_be_bytes());
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|index| whole[index])
    }
}

fn decode(token: &str) -> Option<(i64, [u8; MAC_BYTES])> {
    let bytes: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (head, mac) = bytes.split_at(1 + SUBJECT_BYTES);
    let subject = i64::from_be_bytes(head[1..].try_into().ok()?);
    (head[0] == KEY_ID).then_some((subject, mac.try_into().ok()?))
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKeys(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys() -> LinkKeys {
        LinkKeys::new(b"a secret for tests, 32 bytes long")
    }

    #[test]
    fn a_token_is_short_stable_and_safe_in_a_url() {
        let token = keys().token(LinkPurpose::JoinEvent, 42, 1);

        assert_eq!(token.len(), 36);
        assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        assert_eq!(token, keys().token(LinkPurpose::JoinEvent, 42, 1));
    }

    #[test]
    fn raising_the_generation_revokes() {
        let token = keys().token(LinkPurpose::ManageBooking, 7, 1);

        assert!(keys().verify(&token, LinkPurpose::ManageBooking, 1));
        assert!(!keys().verify(&token, LinkPurpose::ManageBooking, 2));
    }

    #[test]
    fn another_secret_makes_other_tokens() {
        let token = LinkKeys::new(b"another").token(LinkPurpose::JoinEvent, 42, 1);

        assert!(!keys().verify(&token, LinkPurpose::JoinEvent, 1));
    }

    #[test]
    fn rubbish_is_neither_read_nor_believed() {
        let good = keys().token(LinkPurpose::JoinEvent, 42, 1);
        let other_key_id = format!("Ag{}", &good[2..]);
        let table = ["", "x", &good[1..], &format!("{good}A"), &format!("{good}="), "é", &other_key_id];

        for token in table {
            assert_eq!(keys().subject(token), None, "{token:?}");
            assert!(!keys().verify(token, LinkPurpose::JoinEvent, 1), "{token:?}");
        }
    }

    #[test]
    fn purposes_have_words_of_their_own() {
        let mut words = LinkPurpose::ALL.map(LinkPurpose::word).to_vec();
        words.sort_unstable();
        words.dedup();

        assert_eq!(words.len(), LinkPurpose::ALL.len());
    }

    proptest! {
        #[test]
        fn a_token_verifies_only_for_its_own_purpose_subject_and_generation(
            made in 0..LinkPurpose::ALL.len(), asked in 0..LinkPurpose::ALL.len(),
            subject: i64, generation: i32, other_subject: i64, other_generation: i32,
        ) {
            let (made, asked) = (LinkPurpose::ALL[made], LinkPurpose::ALL[asked]);
            let token = keys().token(made, subject, generation);

            prop_assert_eq!(keys().subject(&token), Some(subject));
            prop_assert!(keys().verify(&token, made, generation));
            prop_assert_eq!(keys().verify(&token, asked, generation), made == asked);
            prop_assert_eq!(
                keys().verify(&token, made, other_generation),
                generation == other_generation
            );
            prop_assert_eq!(
                keys().token(made, other_subject, generation) == token,
                subject == other_subject
            );
        }

        #[test]
        fn changing_any_character_spoils_it(subject: i64, at in 0_usize..36, with in "[A-Za-z0-9_-]") {
            let token = keys().token(LinkPurpose::Unsubscribe, subject, 1);
            let mut changed = token.clone();
            changed.replace_range(at..=at, &with);

            prop_assert_eq!(keys().verify(&changed, LinkPurpose::Unsubscribe, 1), changed == token);
        }
    }
}
