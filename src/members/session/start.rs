//! Begins a session for somebody who has just proved who they are.

use actix_web::cookie::{Cookie, time};
use sea_orm::ConnectionTrait;

use super::device_words::MAX_CHARS;
use super::store::NewSessionRow;
use super::{lifetime, store};
use crate::kernel::tokens::hash_secret;
use crate::kernel::{Instant, Permission, TokenSource, Unexpected, uk_time};
use crate::members::{factors, roles};
use crate::web::Shell;

/// How somebody proved who they are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// They know the password.
    Password,
    /// They typed a code that was mailed to their address (or printed by `create-admin`).
    Code,
    /// They hold a passkey that asked for a finger, a face or a PIN.
    Passkey,
    /// Demonstration only: one click on a list of invented people.
    Demo,
}

impl Proof {
    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Demo => "demo",
        }
    }

    /// Two factors in one: something held, opened by something known or by the body; or the demonstration's click.
    pub const fn is_both_factors(self) -> bool {
        matches!(self, Self::Passkey | Self::Demo)
    }
}

/// The session to begin.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Whose.
    pub person_id: i64,
    /// How they proved it.
    pub proof: Proof,
    /// What the browser calls itself; kept to name the device to its owner.
    pub user_agent: &'a str,
}

/// A session that has begun.
#[derive(Clone, Debug)]
pub struct StartedSession {
    /// What goes into the cookie; nowhere else, and never logged.
    pub token: String,
    /// The shorter lifetime holds.
    pub back_office: bool,
    /// The second factor is still to be given; until then nobody is signed in.
    pub awaits_factor: bool,
}

/// Writes a session with a fresh 256-bit token in the caller's transaction. Whoever has a second factor is only half-way in,
/// unless the proof was both factors in one.
pub async fn start_session(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: NewSession<'_>,
    now: Instant,
) -> Result<StartedSession, Unexpected> {
    let held = roles::roles_held(tx, new.person_id, uk_time::london_date(now)).await?;
    let back_office = held.iter().any(|role| role.may(Permission::ViewBackOffice));
    let is_both = new.proof.is_both_factors();
    let awaits_factor = !is_both && factors::has_second_factor(tx, new.person_id).await?;
    let token = tokens.secret();
    let row = NewSessionRow {
        token_hash: hash_secret(&token),
        person_id: new.person_id,
        is_back_office: back_office,
        proof: new.proof.word(),
        awaits_factor,
        second_factor_at: is_both.then_some(now),
        user_agent: new.user_agent.chars().take(MAX_CHARS).collect(),
        expires_at: now + lifetime(back_office).absolute,
    };
    store::insert_session(tx, row, now).await?;
    tracing::info!(person_id = new.person_id, proof = new.proof.word(), back_office, awaits_factor, "a session began");
    Ok(StartedSession { token, back_office, awaits_factor })
}

/// The cookie that carries the session. It may outlive an idle session in the browser; the server decides.
pub fn session_cookie(shell: &Shell, started: &StartedSession) -> Cookie<'static> {
    let longest = time::Duration::seconds(lifetime(started.back_office).absolute.num_seconds());
    shell.cookies.make(shell.cookies.session(), started.token.clone(), Some(longest))
}
