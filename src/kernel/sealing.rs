//! Sealing of what must be read back but not lie open in a stolen back-up (ASVS 11.3): one key for each purpose, derived from the
//! application's secret. While the key is being changed, what the one before sealed opens too, until a job has sealed it anew.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::unexpected::Context;
use super::{TokenSource, Unexpected};

const NONCE_BYTES: usize = 24;

/// What keys that seal are derived from: the secret in force, and the one before while it is being changed.
#[derive(Copy, Clone)]
pub struct SealingSecrets<'a> {
    /// Seals, and opens what it sealed.
    pub current: &'a str,
    /// Only opens.
    pub previous: Option<&'a str>,
}

/// A key that seals for one purpose, with the key that did before it.
pub struct SealingKey {
    key: [u8; 32],
    id: String,
    previous: Option<Box<SealingKey>>,
}

impl SealingKey {
    /// Derived from the application's secrets; another purpose has another key.
    pub fn derive(secrets: SealingSecrets<'_>, purpose: &str) -> Self {
        let key = mac(secrets.current.as_bytes(), purpose.as_bytes());
        let before = |secret| Box::new(Self::derive(SealingSecrets { current: secret, previous: None }, purpose));
        Self { key, id: hex::encode(&mac(&key, b"key id")[..8]), previous: secrets.previous.map(before) }
    }

    /// Names the key, so that what was sealed with another one is known as such.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Names the key before, while there is one.
    pub fn previous_id(&self) -> Option<&str> {
        self.previous.as_ref().map(|key| key.id())
    }

    /// Whether what the key of this name sealed can be opened.
    pub fn knows(&self, id: &str) -> bool {
        self.id == id || self.previous_id() == Some(id)
    }

    /// Nonce and ciphertext. What is sealed for one thing (`bound`) does not open for another.
    pub fn seal(&self, tokens: &dyn TokenSource, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, Unexpected> {
        let mut nonce = [0; NONCE_BYTES];
        tokens.fill(&mut nonce);
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: bound });
        let sealed = sealed.map_err(|_| Unexpected::because("this cannot be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed, if nobody has changed it and the key is the same, or the one before.
    pub fn open(&self, bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unexpected> {
        let (nonce, text) = sealed.split_at_checked(NONCE_BYTES).context("what was sealed is too short")?;
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), Payload { msg: text, aad: bound });
        match (opened, &self.previous) {
            (Ok(plain), _) => Ok(plain),
            (Err(_), Some(before)) => before.open(bound, sealed),
            (Err(_), None) => {
                Err(Unexpected::because("what was sealed does not open; was the key it was sealed with changed?"))
            }
        }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(Key::from_slice(&self.key))
    }
}

fn mac(key: &[u8], part: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(part);
    mac.finalize().into_bytes().into()
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CountingTokens;

    #[test]
    fn what_is_sealed_opens_for_the_same_thing_with_the_same_key_only() {
        let secrets = SealingSecrets { current: "secret", previous: None };
        let (key, other) = (SealingKey::derive(secrets, "needs"), SealingKey::derive(secrets, "seeds"));
        let tokens = CountingTokens::new();

        let sealed = key.seal(&tokens, b"place 7", b"a quiet room").unwrap();

        assert_eq!(key.open(b"place 7", &sealed).unwrap(), b"a quiet room");
        assert!(key.open(b"place 8", &sealed).is_err(), "another thing");
        assert!(other.open(b"place 7", &sealed).is_err(), "another purpose");
        assert!(key.open(b"place 7", &sealed[..10]).is_err(), "too short");
        for at in [0, NONCE_BYTES, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(b"place 7", &changed).is_err(), "byte {at} changed");
        }
        assert_ne!(sealed, key.seal(&tokens, b"place 7", b"a quiet room").unwrap(), "never the same twice");
        assert_ne!(key.id(), other.id());
    }

    #[test]
    fn what_the_key_before_sealed_opens_while_it_is_named_and_new_things_take_the_new_key() {
        let tokens = CountingTokens::new();
        let of = |current, previous| SealingKey::derive(SealingSecrets { current, previous }, "needs");
        let (old, both, new) = (of("old", None), of("new", Some("old")), of("new", None));
        let before = old.seal(&tokens, b"place 7", b"a ramp").unwrap();
        let after = both.seal(&tokens, b"place 7", b"a ramp").unwrap();

        assert_eq!(both.open(b"place 7", &before).unwrap(), b"a ramp");
        assert!(both.open(b"place 8", &before).is_err());
        assert!(new.open(b"place 7", &before).is_err());
        assert!(old.open(b"place 7", &after).is_err());
        assert_eq!(new.open(b"place 7", &after).unwrap(), b"a ramp");
        assert_eq!((both.id(), both.previous_id()), (new.id(), Some(old.id())));
        assert!(both.knows(old.id()) && both.knows(new.id()) && !new.knows(old.id()));
    }
}
