//! Seals what must be read back (seeds of authenticator apps), and hashes what must not (recovery codes). Both keys are
//! derived from `NAIRO_SEALING_KEY` and `NAIRO_SECRET_KEY`, so that a stolen back-up alone opens nothing (ASVS 11.3, 11.4).

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::app::App;
use crate::kernel::{SealingKey, SealingSecrets, TokenSource, Unexpected};

/// The keys of this feature.
pub(super) struct FactorKeys {
    sealing: SealingKey,
    hashing: [u8; 32],
    handles: [u8; 32],
}

impl FactorKeys {
    /// The application's.
    pub(super) fn of(app: &App) -> Self {
        Self::derive(&app.settings.secret_key, app.settings.sealing())
    }

    /// Derived from the secrets; each for one purpose only.
    fn derive(secret_key: &str, sealing: SealingSecrets<'_>) -> Self {
        Self {
            sealing: SealingKey::derive(sealing, "nairo seeds of authenticator apps 1"),
            hashing: mac(secret_key.as_bytes(), &[b"nairo recovery codes 1"]),
            handles: mac(secret_key.as_bytes(), &[b"nairo passkey user handles 1"]),
        }
    }

    /// Names the sealing key, so that a seed sealed with another key is known as such.
    pub(super) fn id(&self) -> &str {
        self.sealing.id()
    }

    /// Whether a seed that the key of this name sealed can be opened.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.sealing.knows(id)
    }

    /// Names the key before, while there is one.
    pub(super) fn previous_id(&self) -> Option<&str> {
        self.sealing.previous_id()
    }

    /// Nonce and ciphertext. What is sealed for one person does not open for another.
    pub(super) fn seal(&self, tokens: &dyn TokenSource, person_id: i64, plain: &[u8]) -> Result<Vec<u8>, Unexpected> {
        self.sealing.seal(tokens, &person_id.to_be_bytes(), plain)
    }

    /// What was sealed, if nobody has changed it and the key is the same.
    pub(super) fn open(&self, person_id: i64, sealed: &[u8]) -> Result<Vec<u8>, Unexpected> {
        self.sealing.open(&person_id.to_be_bytes(), sealed)
    }

    /// What is stored of a recovery code: without the key, a stolen table does not say which codes work.
    pub(super) fn hash_code(&self, person_id: i64, code: &str) -> String {
        hex::encode(mac(&self.hashing, &[&person_id.to_be_bytes(), code.as_bytes()]))
    }

    /// The name under which a person's devices keep passkeys: the same each time, and says nothing about them.
    pub(super) fn handle(&self, person_id: i64) -> [u8; 16] {
        let mut handle = [0; 16];
        handle.copy_from_slice(&mac(&self.handles, &[&person_id.to_be_bytes()])[..16]);
        handle
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CountingTokens;

    fn keys(secret: &str) -> FactorKeys {
        FactorKeys::derive(secret, SealingSecrets { current: secret, previous: None })
    }

    #[test]
    fn what_is_sealed_opens_for_the_same_person_with_the_same_key_only() {
        let (keys, others) = (keys("one secret"), keys("another secret"));
        let tokens = CountingTokens::new();

        let sealed = keys.seal(&tokens, 7, b"a seed").unwrap();

        assert_eq!(keys.open(7, &sealed).unwrap(), b"a seed");
        assert!(keys.open(8, &sealed).is_err(), "another person's");
        assert!(others.open(7, &sealed).is_err(), "another key");
        for at in [0, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open(7, &changed).is_err(), "byte {at} changed");
        }
        assert!(keys.open(7, &sealed[..10]).is_err(), "too short");
        assert_ne!(sealed, keys.seal(&tokens, 7, b"a seed").unwrap(), "never the same twice");
        assert_ne!(keys.id(), others.id());
    }

    #[test]
    fn hashes_and_handles_differ_by_person_and_key() {
        let (keys, others) = (keys("one secret"), keys("another secret"));

        assert_eq!(keys.hash_code(7, "ABCDEFGHJK"), keys.hash_code(7, "ABCDEFGHJK"));
        assert_ne!(keys.hash_code(7, "ABCDEFGHJK"), keys.hash_code(8, "ABCDEFGHJK"));
        assert_ne!(keys.hash_code(7, "ABCDEFGHJK"), others.hash_code(7, "ABCDEFGHJK"));
        assert_ne!(keys.handle(7), keys.handle(8));
        assert_ne!(keys.handle(7), others.handle(7));
    }
}
