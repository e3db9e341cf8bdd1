//! Gives a session another token, because its owner has just proved again who they are: with the second factor, or before
//! something that matters (ASVS 7.2.4, 7.5.3).

use sea_orm::ConnectionTrait;

use super::StartedSession;
use super::store::{self, Renewal};
use crate::kernel::tokens::hash_secret;
use crate::kernel::{Instant, TokenSource, Unexpected};

/// How somebody who is signed in, or half-way in, proved it again.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members) enum SessionProof {
    /// The password.
    Password,
    /// A code mailed to their address.
    Code,
    /// A passkey.
    Passkey,
    /// A code of their authenticator app.
    Totp,
    /// One of their recovery codes.
    RecoveryCode,
}

impl SessionProof {
    const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
        }
    }

    const fn is_second_factor(self) -> bool {
        matches!(self, Self::Passkey | Self::Totp | Self::RecoveryCode)
    }
}

/// Writes the new token in the caller's transaction. None when the session has ended meanwhile.
pub(in crate::members) async fn renew_session(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (session_id, proof): (i64, SessionProof),
    now: Instant,
) -> Result<Option<StartedSession>, Unexpected> {
    let token = tokens.secret();
    let renewal = Renewal {
        session_id,
        token_hash: hash_secret(&token),
        confirmed_by: proof.word(),
        with_factor: proof.is_second_factor(),
    };
    let renewed = store::renew(tx, renewal, now).await?;
    Ok(renewed.map(|back_office| StartedSession { token, back_office, awaits_factor: false }))
}
