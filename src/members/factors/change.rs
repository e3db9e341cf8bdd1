//! What every change of somebody's second factors has in common: audit entry, mail, and the end of other sessions.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::emails::{FactorChange, factors_changed};
use super::sealing::FactorKeys;
use super::{queries, recovery, store};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::people;
use crate::members::session::{self, SessionProof, StartedSession, renew_session};
use crate::notifications::outbox;
use crate::web::Viewer;

/// A factor was added.
#[derive(Clone, Debug)]
pub(super) struct Enrolled {
    /// The session goes on under another token.
    pub(super) session: StartedSession,
    /// Recovery codes, when these are the first; they are shown now and never again.
    pub(super) codes: Option<Vec<String>>,
}

/// Why a factor was not changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangeError {
    /// The session ended meanwhile.
    #[error("the session has ended")]
    SessionOver,
    /// What was typed or sent does not fit.
    #[error("that is not right")]
    Wrong,
    /// There is nothing (any more) to confirm or to remove.
    #[error("there is no such factor")]
    Gone,
    /// An officer keeps one.
    #[error("the last second factor of an officer cannot be removed")]
    LastOfOfficer,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
crate::unexpected_from!(ChangeError);

/// After a factor was added by this viewer, who has just shown that it works: the session counts as one with a second factor
/// and goes on under a new token, all others end; the first factor brings recovery codes.
pub(super) async fn finish_enrolment(
    tx: &impl ConnectionTrait,
    app: &App,
    viewer: &Viewer,
    (change, proof): (FactorChange, SessionProof),
    now: Instant,
) -> Result<Enrolled, ChangeError> {
    let codes = match queries::codes_left(tx, viewer.person_id).await? {
        0 => Some(make_codes(tx, app, viewer.person_id, now).await?),
        _ => None,
    };
    let renewed = renew_session(tx, app.tokens.as_ref(), (viewer.session_id, proof), now).await?;
    let session = renewed.ok_or(ChangeError::SessionOver)?;
    tell_of_change(tx, app, viewer, &change, now).await?;
    Ok(Enrolled { session, codes })
}

/// Audit entry, mail, and the end of the viewer's other sessions.
pub(super) async fn tell_of_change(
    tx: &impl ConnectionTrait,
    app: &App,
    viewer: &Viewer,
    change: &FactorChange,
    now: Instant,
) -> Result<(), Unexpected> {
    session::end_all(tx, viewer.person_id, Some(viewer.session_id), now).await?;
    note_change(tx, app, (viewer.person_id, Actor::Person(viewer.person_id)), (change, None), now).await
}

/// Audit entry and mail.
pub(super) async fn note_change(
    tx: &impl ConnectionTrait,
    app: &App,
    (person_id, actor): (i64, Actor),
    (change, reason): (&FactorChange, Option<&str>),
    now: Instant,
) -> Result<(), Unexpected> {
    let entry = Entry {
        actor,
        action: change.action(),
        subject_kind: "person",
        subject_id: person_id,
        reason,
        values: Some((json!({}), json!({ "factor": change.kind() }))),
    };
    audit::record(tx, entry, now).await?;
    let person = people::find_person(tx, person_id).await?.context("a factor has no person")?;
    if person.email.is_empty() {
        return Ok(());
    }
    outbox::queue(tx, app.tokens.as_ref(), factors_changed(&person, change, now), now).await
}

/// New recovery codes in the place of all earlier ones, as they are printed.
pub(super) async fn make_codes(
    tx: &impl ConnectionTrait,
    app: &App,
    person_id: i64,
    now: Instant,
) -> Result<Vec<String>, Unexpected> {
    let keys = FactorKeys::of(app);
    let codes = recovery::new_codes(app.tokens.as_ref());
    let hashes = codes.iter().map(|code| keys.hash_code(person_id, code)).collect();
    store::replace_codes(tx, person_id, hashes, now).await?;
    Ok(codes.iter().map(|code| recovery::printed(code)).collect())
}
