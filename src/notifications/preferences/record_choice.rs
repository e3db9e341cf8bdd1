//! Writes down what somebody said about one kind of mail, or what was brought along about them.

use sea_orm::ConnectionTrait;

use super::choice::{Answer, Basis, MailPurpose};
use super::store;
use crate::app::App;
use crate::kernel::{EmailAddress, Instant, Unexpected, uk_time};
use crate::notifications::deliver::address_hash;
use crate::unexpected_from;

/// One answer.
#[derive(Clone, Debug)]
pub struct RecordChoice {
    /// Whose.
    pub person_id: i64,
    /// About which kind of mail.
    pub purpose: MailPurpose,
    /// What they said.
    pub answer: Answer,
    /// What it rests on.
    pub basis: Basis,
    /// Where: "account", "joining", "unsubscribe link", "import".
    pub source: &'static str,
    /// The words that stood beside the box.
    pub wording_version: String,
    /// The officer who typed it in; none when the person did it themself.
    pub recorded_by: Option<i64>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RecordChoiceError {
    /// This basis cannot be recorded today, or not from there (DP-04).
    #[error("this basis can only be recorded from 5 February 2026 on, on our own form")]
    BasisNotAllowed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RecordChoiceError);

/// Adds the answer in the caller's transaction. A no is remembered for each of `addresses` too; the person's own yes by
/// consent lifts that, and nothing else does.
pub async fn record_choice(
    tx: &impl ConnectionTrait,
    app: &App,
    choice: RecordChoice,
    addresses: &[EmailAddress],
    now: Instant,
) -> Result<(), RecordChoiceError> {
    let is_own_form = choice.recorded_by.is_none() && choice.source != "import";
    if !choice.basis.may_be_recorded(uk_time::london_date(now), is_own_form) {
        return Err(RecordChoiceError::BasisNotAllowed);
    }
    store::insert_choice(tx, &choice, now).await?;
    for address in addresses {
        let hash = address_hash(&app.settings.secret_key, address.as_str());
        if choice.answer == Answer::No {
            store::insert_refusal(tx, &hash, choice.purpose, now).await?;
        } else if choice.answer == Answer::Yes && choice.basis == Basis::Consent && is_own_form {
            store::delete_refusal(tx, &hash, choice.purpose).await?;
        }
    }
    Ok(())
}
