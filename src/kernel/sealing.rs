//! Sealing of what must be read back but not lie open in a stolen back-up (ASVS 11.3): one key for each purpose, derived from the
//! application's secret.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::unexpected::Context;
use super::{TokenSource, Unexpected};

const NONCE_BYTES: usize = 24;

/// A key that seals for one purpose.
pub struct SealingKey {
    key: [u8; 32],
    id: String,
}

impl SealingKey {
    /// Derived from the application's secret; another purpose has another key.
    pub fn derive(secret: &str, purpose: &str) -> Self {
        let key = mac(secret.as_bytes(), purpose.as_bytes());
        Self { key, id: hex::encode(&mac(&key, b"key id")[..8]) }
    }

    /// Names the key, so that what was sealed with another one is known as such.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Nonce and ciphertext. What is sealed for one thing (`bound`) does not open for another.
    pub fn seal(&self, tokens: &dyn TokenSource, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, Unexpected> {
        let mut nonce = [0; NONCE_BYTES];
        tokens.fill(&mut nonce);
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: bound });
        let sealed = sealed.map_err(|_| Unexpected::because("this cannot be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed, if nobody has changed it and the key is the same.
    pub fn open(&self, bound: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unexpected> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).context("what was sealed is too short")?;
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: bound });
        opened.map_err(|_| Unexpected::because("what was sealed does not open; was NAIRO_SECRET_KEY changed?"))
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
        let (key, other) = (SealingKey::derive("secret", "needs"), SealingKey::derive("secret", "seeds"));
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
}
