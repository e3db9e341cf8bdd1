//! How often signing in may be tried (S6). Counted by address and by client; a device on which the person signed in before
//! has a count of its own, so that nobody can lock the owner out by trying their address.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::browser::Browser;
use crate::kernel::tokens::hash_secret;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::limits::{self, Limit};

/// What is being tried.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members) enum Attempt {
    /// A password.
    Password,
    /// Having a code mailed.
    CodeRequest,
    /// Typing a code. Each code has its own count of tries as well.
    TypedCode,
    /// A code of an authenticator app, or a recovery code, by somebody who gave the first factor.
    SecondFactor,
}

struct Limits {
    by_address: Limit,
    /// A second count of the same, for what could be guessed by patience.
    by_address_in_a_day: Option<Limit>,
    by_device: Limit,
    by_client: Limit,
}

/// Passkeys cannot be guessed; this keeps one client from filling our tables.
const PASSKEYS: Limit = limit("passkey-client", 60, Duration::minutes(15));

const fn limit(what: &'static str, most: i32, window: Duration) -> Limit {
    Limit { what, most, window }
}

impl Attempt {
    const fn limits(self) -> Limits {
        let (quarter, hour) = (Duration::minutes(15), Duration::hours(1));
        match self {
            Self::Password => Limits {
                by_address: limit("password-address", 10, quarter),
                by_address_in_a_day: None,
                by_device: limit("password-device", 10, quarter),
                by_client: limit("password-client", 60, quarter),
            },
            Self::CodeRequest => Limits {
                by_address: limit("code-address", 5, hour),
                by_address_in_a_day: None,
                by_device: limit("code-device", 5, hour),
                by_client: limit("code-client", 30, hour),
            },
            Self::TypedCode => Limits {
                by_address: limit("typed-address", 30, hour),
                by_address_in_a_day: None,
                by_device: limit("typed-device", 30, hour),
                by_client: limit("typed-client", 60, quarter),
            },
            // Three of a million codes fit at any time: 30 tries a day find one in about thirty years.
            Self::SecondFactor => Limits {
                by_address: limit("factor-address", 5, quarter),
                by_address_in_a_day: Some(limit("factor-address-day", 30, Duration::days(1))),
                by_device: limit("factor-device", 10, quarter),
                by_client: limit("factor-client", 30, quarter),
            },
        }
    }

    /// Counts one try. `Err(seconds)` when it was one too many: not before so long.
    pub(in crate::members) async fn count(
        self,
        tx: &impl ConnectionTrait,
        address: &EmailAddress,
        owner: Option<i64>,
        browser: &Browser,
        now: Instant,
    ) -> Result<Result<(), u32>, Unexpected> {
        let limits = self.limits();
        if let Some(device) = browser.device_of(owner) {
            return limits::hit(tx, limits.by_device, &device.id, now).await;
        }
        if let Err(seconds) = limits::hit(tx, limits.by_client, &browser.client, now).await? {
            tracing::warn!(attempt = ?self, "too many sign-in attempts from one client");
            return Ok(Err(seconds));
        }
        // Hashed, so that the table of counts is no list of people.
        let subject = hash_secret(&address.folded());
        for limit in [Some(limits.by_address), limits.by_address_in_a_day].into_iter().flatten() {
            if let Err(seconds) = limits::hit(tx, limit, &subject, now).await? {
                tracing::warn!(attempt = ?self, address = address.masked(), "too many sign-in attempts for one address");
                return Ok(Err(seconds));
            }
        }
        Ok(Ok(()))
    }
}

/// Counts one use of a passkey, or one question for one, by somebody who is not known yet.
pub(super) async fn count_passkey(
    tx: &impl ConnectionTrait,
    browser: &Browser,
    now: Instant,
) -> Result<Result<(), u32>, Unexpected> {
    limits::hit(tx, PASSKEYS, &browser.client, now).await
}

/// "1 minute", "12 minutes": rounded up.
pub(in crate::members) fn wait_words(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_rounded_up_to_minutes() {
        let table = [(0, "1 minute"), (1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (900, "15 minutes")];

        for (seconds, wanted) in table {
            assert_eq!(wait_words(seconds), wanted, "{seconds}");
        }
    }
}
