//! Takes the proof, counts the try, and gives the session another token.

use sea_orm::ConnectionTrait;

use super::ways::{Ways, ways_of};
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::factors::{self, AnswerError, PasskeyAnswer, Purpose};
use crate::members::session::{SessionProof, StartedSession, renew_session};
use crate::members::sign_in::{
    Attempt, Browser, HashingError, Pending, find_login, use_confirmation_code, verify_password,
};
use crate::unexpected_from;
use crate::web::Viewer;

/// What is shown.
pub(super) enum Shown {
    /// The password, exactly as typed.
    Password(String),
    /// A code of an app, or a recovery code.
    FactorCode(String),
    /// A code that was mailed, and what the browser remembers of it.
    MailedCode(Option<Pending>, String),
    /// A passkey's answer.
    Passkey(PasskeyAnswer),
}

/// Why it is not confirmed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConfirmError {
    /// That is not it, or not a way this person has.
    #[error("that is not right")]
    Wrong,
    /// The session ended meanwhile.
    #[error("the session has ended")]
    SessionOver,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// Too many sign-ins at this moment.
    #[error("too many sign-ins at once")]
    Busy,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ConfirmError);

impl From<HashingError> for ConfirmError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Self::Busy,
            HashingError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

impl From<AnswerError> for ConfirmError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::NotOffered | AnswerError::Refused => Self::Wrong,
            AnswerError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// Confirms that it is the viewer. Every try is counted, whatever comes of it.
pub(super) async fn confirm(
    app: &App,
    viewer: &Viewer,
    shown: Shown,
    browser: &Browser,
) -> Result<StartedSession, ConfirmError> {
    let now = app.now();
    let ways = ways_of(app.db.reader(), viewer.person_id, &app.settings.base_url).await?;
    let shown = match shown {
        Shown::Password(typed) => return by_password(app, viewer, (ways, &typed), browser, now).await,
        other => other,
    };
    app.db.write_tx(async |tx| settle(tx, app, viewer, (ways, &shown), (browser, now)).await).await?
}

/// A password is compared outside of any transaction: that takes its time.
async fn by_password(
    app: &App,
    viewer: &Viewer,
    (ways, typed): (Ways, &str),
    browser: &Browser,
    now: Instant,
) -> Result<StartedSession, ConfirmError> {
    let (address, owner) = (address_of(viewer)?, Some(viewer.person_id));
    let counted = app.db.write_tx(async |tx| Attempt::Password.count(tx, &address, owner, browser, now).await).await?;
    counted.map_err(ConfirmError::TooMany)?;
    let stored = find_login(app.db.reader(), viewer.person_id).await?.password_hash;
    if !ways.password || !verify_password(typed, stored).await?.matches {
        return Err(ConfirmError::Wrong);
    }
    let renewal = (viewer.session_id, SessionProof::Password);
    let renewed = app.db.write_tx(async |tx| renew_session(tx, app.tokens.as_ref(), renewal, now).await).await?;
    renewed.ok_or(ConfirmError::SessionOver)
}

async fn settle(
    tx: &impl ConnectionTrait,
    app: &App,
    viewer: &Viewer,
    (ways, shown): (Ways, &Shown),
    (browser, now): (&Browser, Instant),
) -> Result<Result<StartedSession, ConfirmError>, ConfirmError> {
    let (id, address) = (viewer.person_id, address_of(viewer)?);
    let attempt = match shown {
        Shown::MailedCode(..) => Attempt::TypedCode,
        _ => Attempt::SecondFactor,
    };
    if let Err(seconds) = attempt.count(tx, &address, Some(id), browser, now).await? {
        return Ok(Err(ConfirmError::TooMany(seconds)));
    }
    let proof = match shown {
        Shown::FactorCode(typed) => factors::use_typed_factor(tx, app, (id, typed), now).await?,
        Shown::MailedCode(Some(pending), typed) if ways.mailed_code && pending.address == address => {
            use_confirmation_code(tx, pending, typed, now).await?.then_some(SessionProof::Code)
        }
        Shown::Passkey(answer) => {
            let purpose = (Purpose::Confirm(viewer.session_id), Some(id));
            factors::answer_passkey(tx, app, purpose, answer, now).await?.is_ok().then_some(SessionProof::Passkey)
        }
        Shown::MailedCode(..) | Shown::Password(_) => None,
    };
    let Some(proof) = proof else { return Ok(Err(ConfirmError::Wrong)) };
    let renewed = renew_session(tx, app.tokens.as_ref(), (viewer.session_id, proof), now).await?;
    Ok(renewed.ok_or(ConfirmError::SessionOver))
}

/// The address whose tries are counted.
pub(super) fn address_of(viewer: &Viewer) -> Result<EmailAddress, Unexpected> {
    EmailAddress::parse(&viewer.email).context("the viewer's address is no address")
}
