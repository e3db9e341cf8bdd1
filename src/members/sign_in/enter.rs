//! The last steps of every way in: a new session, never an old one made to fit (ASVS 7.2.4), and, once nothing is owed any
//! more, the note that somebody has arrived.

use sea_orm::ConnectionTrait;

use super::browser::Browser;
use super::queries::find_login;
use super::{emails, store};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::members::people;
use crate::members::session::{self, NewSession, Proof, StartedSession};
use crate::notifications::outbox;

/// Somebody is in, or half-way: the session says whether a second factor is owed.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    pub(super) person_id: i64,
    pub(super) session: StartedSession,
}

/// Ends the session this browser held and begins a new one, in the caller's transaction.
pub(super) async fn enter(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    (person_id, proof): (i64, Proof),
    browser: &Browser,
    now: Instant,
) -> Result<SignedIn, Unexpected> {
    if let Some(old) = &browser.session_token {
        session::end_by_token(tx, old, now).await?;
    }
    let new = NewSession { person_id, proof, user_agent: &browser.user_agent };
    let session = session::start_session(tx, tokens, new, now).await?;
    if !session.awaits_factor {
        arrive(tx, tokens, person_id, browser, now).await?;
    }
    Ok(SignedIn { person_id, session })
}

/// Notes that somebody signed in. On a device they never used before, they are told by mail, but for the first time ever
/// (ASVS 6.3.5).
pub(super) async fn arrive(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    person_id: i64,
    browser: &Browser,
    now: Instant,
) -> Result<(), Unexpected> {
    let was_here = find_login(tx, person_id).await?.last_signed_in_at.is_some();
    store::note_sign_in(tx, person_id, now).await?;
    if !was_here || browser.device_of(Some(person_id)).is_some() {
        return Ok(());
    }
    let person = people::find_person(tx, person_id).await?.context("somebody signed in who is nobody")?;
    let mail = emails::new_device(&person, &session::device_words(&browser.user_agent), now);
    outbox::queue(tx, tokens, mail, now).await
}
