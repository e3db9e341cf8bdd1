//! Hashing passwords: argon2id, at most two at once and a short queue, away from the threads that answer requests.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::unexpected::Context;
use crate::kernel::{TokenSource, Unexpected};
use crate::unexpected_from;

/// Memory in KiB, passes and lanes of one hashing: OWASP's floor for argon2id. Raise them and hashes are renewed as people
/// sign in.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Each hashing takes 19 MiB and a core for some 20 ms; a flood of sign-ins must not take all of either (R27).
const AT_ONCE: usize = 2;

/// Beyond this many waiting, people are asked to come back in a moment.
const LONGEST_QUEUE: usize = 40;

static PERMITS: Semaphore = Semaphore::const_new(AT_ONCE);
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// The memory of hashings that are done, for the next ones: at most [`AT_ONCE`] pieces. Freed instead, it would stay with the
/// allocator, a piece or more for every thread that ever hashed; a flood of sign-ins left 600 MiB behind.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Why nothing was hashed.
#[derive(Debug, thiserror::Error)]
pub(in crate::members) enum HashingError {
    /// Too many people are signing in at this moment.
    #[error("too many sign-ins at once")]
    Busy,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(HashingError);

/// What comparing a password with a stored hash showed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members) struct Compared {
    /// It is the password.
    pub(in crate::members) matches: bool,
    /// It was hashed with other parameters than today's.
    pub(in crate::members) is_outdated: bool,
}

/// Hashes a new password with a fresh salt.
pub(in crate::members) async fn hash_password(
    tokens: &dyn TokenSource,
    password: &str,
) -> Result<String, HashingError> {
    let mut salt = [0; 16];
    tokens.fill(&mut salt);
    let password = password.to_owned();
    in_turn(move || hash_now(&password, &salt)).await
}

/// Compares a typed password with what is stored. With nothing stored it works as long for nothing, so that nobody can tell
/// from the time whether there is an account (S5).
pub(in crate::members) async fn verify_password(
    password: &str,
    stored: Option<String>,
) -> Result<Compared, HashingError> {
    let password = password.to_owned();
    in_turn(move || match stored {
        Some(stored) => compare_now(&password, &stored),
        None => hash_now(&password, b"nobody has salt!").map(|_| Compared { matches: false, is_outdated: false }),
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unexpected> + Send + 'static,
) -> Result<T, HashingError> {
    let place = Place::take()?;
    let permit = PERMITS.acquire().await.context("nobody closes the permits")?;
    drop(place);
    let done = tokio::task::spawn_blocking(move || {
        // Held until the work is done, even if the visitor has gone away meanwhile.
        let _permit = permit;
        work()
    });
    Ok(done.await.context("hashing a password was cut short")??)
}

/// A place in the queue, given back when dropped.
struct Place;

impl Place {
    fn take() -> Result<Self, HashingError> {
        if WAITING.fetch_add(1, Ordering::AcqRel) >= LONGEST_QUEUE {
            WAITING.fetch_sub(1, Ordering::AcqRel);
            return Err(HashingError::Busy);
        }
        Ok(Self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::AcqRel);
    }
}

fn hash_now(password: &str, salt: &[u8]) -> Result<String, Unexpected> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).context("the hashing parameters are wrong")?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).context("the hashing parameters cannot be written")?,
        salt: Some(Salt::new(salt).context("a salt has the wrong length")?),
        hash: None,
    };
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let output = output(&argon2, password, salt, Params::DEFAULT_OUTPUT_LEN)?;
    Ok(PasswordHash { hash: Some(output), ..hash }.to_string())
}

fn compare_now(password: &str, stored: &str) -> Result<Compared, Unexpected> {
    let stored = PasswordHash::new(stored).context("a stored password hash cannot be read")?;
    let (salt, hash) = stored.salt.zip(stored.hash).context("a stored password hash is not whole")?;
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).context("a stored hash is of another kind")?;
    let version = stored.version.map_or(Ok(Version::V0x13), Version::try_from);
    let version = version.context("a stored hash has an unknown version")?;
    let params = Params::try_from(&stored).context("a stored hash has unknown parameters")?;
    let output = output(&Argon2::new(algorithm, version, params), password, &salt, hash.len())?;
    // Comparing outputs takes the same time whatever they are.
    Ok(Compared { matches: output == hash, is_outdated: is_outdated(&stored)? })
}

fn output(argon2: &Argon2<'_>, password: &str, salt: &[u8], length: usize) -> Result<Output, Unexpected> {
    let mut memory = MEMORY.lock().ok().and_then(|mut free| free.pop()).unwrap_or_default();
    memory.resize(argon2.params().block_count(), Block::new());
    let mut bytes = vec![0; length];
    let done = argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut bytes, memory.as_mut_slice());
    if let Ok(mut free) = MEMORY.lock() {
        free.push(memory);
    }
    done.context("a password cannot be hashed")?;
    Ok(Output::new(&bytes)?)
}

fn is_outdated(stored: &PasswordHash) -> Result<bool, Unexpected> {
    let params = Params::try_from(stored).context("a stored hash has unknown parameters")?;
    let is_current = stored.algorithm == ARGON2ID_IDENT
        && (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES);
    Ok(!is_current)
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher;

    use super::*;
    use crate::kernel::CountingTokens;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only_and_exactly() {
        let tokens = CountingTokens::new();
        let hash = hash_password(&tokens, " a long password ").await.unwrap();

        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hash_password(&tokens, " a long password ").await.unwrap(), "another salt each time");
        for (typed, matches) in [(" a long password ", true), ("a long password", false), (" A long password ", false)]
        {
            let compared = verify_password(typed, Some(hash.clone())).await.unwrap();
            assert_eq!(compared, Compared { matches, is_outdated: false }, "{typed:?}");
        }
    }

    #[tokio::test]
    async fn a_hash_with_weaker_parameters_is_still_compared_but_is_outdated() {
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8_192, 1, 1, None).unwrap());
        let hash: PasswordHash = weaker.hash_password_with_salt(b"a long password", b"sixteen of bytes").unwrap();

        let compared = verify_password("a long password", Some(hash.to_string())).await.unwrap();

        assert_eq!(compared, Compared { matches: true, is_outdated: true });
    }

    #[tokio::test]
    async fn nothing_matches_where_nothing_is_stored() {
        assert!(!verify_password("a long password", None).await.unwrap().matches);
    }
}
