//! The second step of signing in: a code of an app, a recovery code, or a passkey. Every try is counted, whatever comes of it,
//! so a refusal is a value of the transaction and not its failure.

use sea_orm::ConnectionTrait;

use super::browser::Browser;
use super::emails;
use super::enter::{SignedIn, arrive};
use super::limits::Attempt;
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::factors::{self, AnswerError, PasskeyAnswer, Purpose};
use crate::members::people;
use crate::members::session::{self, SessionProof, renew_session};
use crate::notifications::outbox;
use crate::unexpected_from;
use crate::web::HalfSignedIn;

/// Why the second step was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum SecondFactorError {
    /// Neither six figures nor a recovery code.
    #[error("that is not a code")]
    NotACode,
    /// Not a code, or a passkey, of this person that works now.
    #[error("that is not right")]
    Wrong,
    /// The first step is too long ago, or was undone.
    #[error("the sign-in has lapsed")]
    Over,
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    TooMany(u32),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(SecondFactorError);

impl From<AnswerError> for SecondFactorError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::NotOffered | AnswerError::Refused => Self::Wrong,
            AnswerError::Unexpected(cause) => Self::Unexpected(cause),
        }
    }
}

/// What is shown as the second factor.
pub(super) enum Shown<'a> {
    Typed(&'a str),
    Passkey(&'a PasskeyAnswer),
}

/// Signs in whoever is half-way in and shows the right second factor; under another session token.
pub(super) async fn give_second_factor(
    app: &App,
    half: &HalfSignedIn,
    shown: Shown<'_>,
    browser: &Browser,
) -> Result<SignedIn, SecondFactorError> {
    if matches!(shown, Shown::Typed(typed) if !factors::is_factor_shaped(typed)) {
        return Err(SecondFactorError::NotACode);
    }
    let now = app.now();
    app.db.write_tx(async |tx| settle(tx, app, (half, &shown), browser, now).await).await?
}

async fn settle(
    tx: &impl ConnectionTrait,
    app: &App,
    (half, shown): (&HalfSignedIn, &Shown<'_>),
    browser: &Browser,
    now: Instant,
) -> Result<Result<SignedIn, SecondFactorError>, SecondFactorError> {
    let (id, tokens) = (half.person_id, app.tokens.as_ref());
    let address = EmailAddress::parse(&half.email).context("the address of somebody half-way in is no address")?;
    if let Err(seconds) = Attempt::SecondFactor.count(tx, &address, Some(id), browser, now).await? {
        return Ok(Err(SecondFactorError::TooMany(seconds)));
    }
    let proof = match shown {
        Shown::Typed(typed) => factors::use_typed_factor(tx, app, (id, typed), now).await?,
        Shown::Passkey(answer) => {
            let purpose = Purpose::SecondFactor(half.session_id);
            let answered = factors::answer_passkey(tx, app, (purpose, Some(id)), answer, now).await?;
            answered.is_ok().then_some(SessionProof::Passkey)
        }
    };
    let Some(proof) = proof else {
        tracing::warn!(person_id = id, "a second factor was refused");
        tell_of_refusal(tx, app, id, browser, now).await?;
        return Ok(Err(SecondFactorError::Wrong));
    };
    let Some(session) = renew_session(tx, tokens, (half.session_id, proof), now).await? else {
        return Ok(Err(SecondFactorError::Over));
    };
    arrive(tx, tokens, id, browser, now).await?;
    Ok(Ok(SignedIn { person_id: id, session }))
}

/// Somebody has the password or the mailbox, and not the phone: on a device that is not known, the owner hears of it.
async fn tell_of_refusal(
    tx: &impl ConnectionTrait,
    app: &App,
    person_id: i64,
    browser: &Browser,
    now: Instant,
) -> Result<(), Unexpected> {
    if browser.device_of(Some(person_id)).is_some() {
        return Ok(());
    }
    let person = people::find_person(tx, person_id).await?.context("somebody half-way in is nobody")?;
    let mail = emails::second_factor_refused(&person, &session::device_words(&browser.user_agent), now);
    outbox::queue(tx, app.tokens.as_ref(), mail, now).await
}
