//! Random secrets, references and ids.
//!
//! `App` holds a [`TokenSource`]; tests use [`CountingTokens`], so that what they see never needs blanking.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;
use sha2::{Digest, Sha256};

/// What a reference is written with: no I, L, O, 0 or 1, which are misread and misheard.
const REFERENCE_ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const REFERENCE_CHARS: usize = 8;

/// Where unguessable bytes come from.
pub trait TokenSource: Send + Sync + 'static {
    /// Fills `bytes` with fresh unguessable bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A one-time credential: 32 bytes in URL-safe base64 without padding. Store only its [`hash_secret`].
    fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Eight characters to read out over the telephone. It names a thing; it gives no authority (D26).
    fn reference(&self) -> String {
        // 248 is the largest multiple of 31 in a byte: what lies above would favour the first letters.
        let fair = 248;
        let mut text = String::with_capacity(REFERENCE_CHARS);
        while text.len() < REFERENCE_CHARS {
            let mut bytes = [0; 16];
            self.fill(&mut bytes);
            let missing = REFERENCE_CHARS - text.len();
            let kept = bytes.into_iter().filter(|byte| *byte < fair).take(missing);
            text.extend(kept.map(|byte| char::from(REFERENCE_ALPHABET[usize::from(byte) % 31])));
        }
        text
    }

    /// A sign-in code of six digits, each as likely as any other.
    fn six_digits(&self) -> String {
        // The largest multiple of a million in a u32, for the same reason.
        let fair = 4_294_000_000;
        loop {
            let mut bytes = [0; 4];
            self.fill(&mut bytes);
            let number = u32::from_be_bytes(bytes);
            if number < fair {
                return format!("{:06}", number % 1_000_000);
            }
        }
    }

    /// A random (version 4) UUID in lower-case text.
    fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let digits = hex::encode(bytes);
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
        parts.map(|part| digits[part].to_owned()).join("-")
    }
}

/// What is stored in place of a secret: its SHA-256 in lower-case hex. Enough for 32 random bytes, not for
/// anything a person chose.
pub fn hash_secret(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// The machine's cryptographic random numbers.
#[derive(Copy, Clone, Debug, Default)]
pub struct RandomTokens;

impl TokenSource for RandomTokens {
    #[expect(clippy::disallowed_methods, reason = "the one place that draws random numbers")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// Predictable bytes for tests and demonstrations: the nth call gives bytes derived from n. Clones share
/// the count.
#[derive(Clone, Debug, Default)]
pub struct CountingTokens {
    calls: Arc<AtomicU64>,
}

impl CountingTokens {
    /// Starts the count at nothing.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenSource for CountingTokens {
    fn fill(&self, bytes: &mut [u8]) {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        for (block, chunk) in (0_u64..).zip(bytes.chunks_mut(32)) {
            let mut digest = Sha256::new();
            digest.update(call.to_be_bytes());
            digest.update(block.to_be_bytes());
            chunk.copy_from_slice(&digest.finalize()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn secrets_are_43_url_safe_characters_and_never_repeat() {
        let secrets: HashSet<String> = (0..100).map(|_| RandomTokens.secret()).collect();

        assert_eq!(secrets.len(), 100);
        assert!(secrets.iter().all(|secret| URL_SAFE_NO_PAD.decode(secret).unwrap().len() == 32));
    }

    #[test]
    fn references_are_eight_characters_without_look_alikes() {
        for _ in 0..200 {
            let reference = RandomTokens.reference();
            assert_eq!(reference.len(), 8);
            assert!(reference.bytes().all(|byte| REFERENCE_ALPHABET.contains(&byte)));
        }
    }

    #[test]
    fn sign_in_codes_are_six_digits_with_leading_noughts() {
        for _ in 0..200 {
            let code = RandomTokens.six_digits();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn uuids_have_the_shape_and_the_version() {
        let uuid = RandomTokens.uuid();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();

        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]));
    }

    #[test]
    fn counting_tokens_repeat_from_run_to_run_but_not_within_one() {
        let (one, other) = (CountingTokens::new(), CountingTokens::new());

        let first: Vec<String> = (0..50).map(|_| one.reference()).collect();
        let second: Vec<String> = (0..50).map(|_| other.reference()).collect();

        assert_eq!(first, second);
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 50);
    }

    #[test]
    fn clones_of_counting_tokens_share_the_count() {
        let tokens = CountingTokens::new();

        assert_ne!(tokens.secret(), tokens.clone().secret());
    }

    #[test]
    fn a_stored_secret_is_its_sha_256() {
        let wanted = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assert_eq!(hash_secret("abc"), wanted);
    }
}
