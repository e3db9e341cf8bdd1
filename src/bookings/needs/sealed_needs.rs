//! Seals what somebody needs, for one place or for one person's own keeping, and opens it again.

use super::need::Needs;
use crate::kernel::{SealingKey, SealingSecrets, TokenSource, Unexpected};

/// Whose needs they are; what is sealed for one opens for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedFor {
    /// A place at a date.
    Place(i64),
    /// A person's profile.
    Person(i64),
}

impl SealedFor {
    fn bound(self) -> Vec<u8> {
        let (kind, id): (&[u8], i64) = match self {
            Self::Place(id) => (b"place", id),
            Self::Person(id) => (b"person", id),
        };
        [kind, &id.to_be_bytes()].concat()
    }
}

/// The key of this feature.
pub fn needs_key(secrets: SealingSecrets<'_>) -> SealingKey {
    SealingKey::derive(secrets, "nairo access and dietary needs 1")
}

/// Needs as they are stored.
pub fn seal(
    key: &SealingKey,
    tokens: &dyn TokenSource,
    whose: SealedFor,
    needs: &Needs,
) -> Result<Vec<u8>, Unexpected> {
    key.seal(tokens, &whose.bound(), &serde_json::to_vec(needs)?)
}

/// Stored needs as they were told; none when they were sealed with another key, so that a page can say so and ask again.
pub fn open(key: &SealingKey, whose: SealedFor, sealed: &[u8]) -> Option<Needs> {
    let plain = key.open(&whose.bound(), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::needs::Need;
    use crate::kernel::CountingTokens;

    #[test]
    fn d_20_needs_open_only_for_whom_they_were_sealed() {
        let key = needs_key(SealingSecrets { current: "a secret", previous: None });
        let told = Needs { ticked: [Need::StepFree].into(), more: "Ramp".to_owned(), dietary: "Vegan".to_owned() };

        let sealed = seal(&key, &CountingTokens::new(), SealedFor::Place(7), &told).unwrap();

        assert!(open(&key, SealedFor::Place(7), &sealed) == Some(told));
        assert!(open(&key, SealedFor::Person(7), &sealed).is_none());
        assert!(
            open(&needs_key(SealingSecrets { current: "another", previous: None }), SealedFor::Place(7), &sealed)
                .is_none()
        );
        assert!(!sealed.windows(5).any(|part| part == b"Vegan"));
    }
}
