//! Writes down what somebody ticked and unticked. Only what changed is written, so pressing twice adds nothing.

use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::kernel::{Instant, Unexpected};
use crate::members::people;
use crate::notifications::preferences::{
    Answer, Basis, MailPurpose, RecordChoice, RecordChoiceError, current_choices, record_choice,
};

/// What somebody wants, kind by kind.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Whose choice.
    pub person_id: i64,
    /// The kinds this form asked about.
    pub asked: &'a [MailPurpose],
    /// Of those, the ones that were ticked.
    pub ticked: &'a [MailPurpose],
    /// Where: "account", "join_form", "unsubscribe link".
    pub source: &'static str,
    /// The words that stood beside the boxes.
    pub wording_version: &'a str,
}

/// Adds an answer for each kind whose answer is new, in the caller's transaction. A box left empty by somebody who was never
/// asked before is a no, and written as one.
pub async fn record_wanted(
    tx: &impl ConnectionTrait,
    app: &App,
    wanted: Wanted<'_>,
    now: Instant,
) -> Result<usize, Unexpected> {
    let current = current_choices(tx, wanted.person_id).await?;
    let addresses = people::verified_addresses(tx, wanted.person_id).await?;
    let mut written = 0;
    for purpose in wanted.asked {
        let is_yes = wanted.ticked.contains(purpose);
        let (answer, basis) = if is_yes { (Answer::Yes, Basis::Consent) } else { (Answer::No, Basis::None) };
        // A yes that rests on something else than their own tick is not theirs yet.
        if current.get(purpose).is_some_and(|known| known.answer == answer && known.basis == basis) {
            continue;
        }
        let choice = RecordChoice {
            person_id: wanted.person_id,
            purpose: *purpose,
            answer,
            basis,
            source: wanted.source,
            wording_version: wanted.wording_version.to_owned(),
            recorded_by: None,
        };
        record_choice(tx, app, choice, &addresses, now).await.map_err(|error| match error {
            RecordChoiceError::Unexpected(cause) => cause,
            refused @ RecordChoiceError::BasisNotAllowed => refused.into(),
        })?;
        written += 1;
    }
    Ok(written)
}
