//! The last step of every way in: a new session, never an old one made to fit (ASVS 7.2.4).

use sea_orm::ConnectionTrait;

use super::browser::Browser;
use super::store;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::members::session::{self, NewSession, Proof, StartedSession};

/// Somebody is in.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    pub(super) person_id: i64,
    pub(super) session: StartedSession,
}

/// Ends the session this browser held, begins a new one and notes the sign-in, in the caller's transaction.
pub(super) async fn enter(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (person_id, proof): (i64, Proof),
    browser: &Browser,
    now: Instant,
) -> Result<SignedIn, Unexpected> {
    store::note_sign_in(tx, person_id, now).await?;
    if let Some(old) = &browser.session_token {
        session::end_by_token(tx, old, now).await?;
    }
    let new = NewSession { person_id, proof, user_agent: &browser.user_agent };
    let session = session::start_session(tx, tokens, new, now).await?;
    Ok(SignedIn { person_id, session })
}
