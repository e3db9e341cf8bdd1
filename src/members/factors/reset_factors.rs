//! Somebody lost their phone and their recovery codes: an administrator takes their second factors away, for a reason. The
//! password stays the owner's; nobody else ever sets one.

use super::change::note_change;
use super::emails::FactorChange;
use super::store;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Unexpected;
use crate::members::{people, session};

/// Whose factors go, and why.
#[derive(Clone, Debug)]
pub(in crate::members) struct ResetFactors {
    /// Whose.
    pub(in crate::members) person_id: i64,
    /// The administrator.
    pub(in crate::members) by: i64,
    /// How they made sure whom they are helping, in their words.
    pub(in crate::members) reason: String,
}

/// Why nothing was taken away.
#[derive(Debug, thiserror::Error)]
pub(in crate::members) enum ResetFactorsError {
    /// One's own are changed on one's own pages.
    #[error("these are your own; change them on your account's pages")]
    Yourself,
    /// There are none.
    #[error("this person has no second factor")]
    NothingThere,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
crate::unexpected_from!(ResetFactorsError);

/// Takes them away, ends every session, and tells the owner.
pub(in crate::members) async fn reset_factors(app: &App, command: ResetFactors) -> Result<(), ResetFactorsError> {
    let now = app.now();
    if command.by == command.person_id {
        return Err(ResetFactorsError::Yourself);
    }
    app.db
        .write_tx(async |tx| {
            let id = command.person_id;
            people::find_person(tx, id)
                .await?
                .filter(|person| person.id == id)
                .ok_or(ResetFactorsError::NothingThere)?;
            let had_app = store::delete_app(tx, id).await?;
            let had_keys = store::delete_passkeys(tx, id).await? > 0;
            if !had_app && !had_keys {
                return Err(ResetFactorsError::NothingThere);
            }
            store::delete_codes(tx, id).await?;
            session::end_all(tx, id, None, now).await?;
            let what = (&FactorChange::Reset, Some(command.reason.as_str()));
            Ok(note_change(tx, app, (id, Actor::Person(command.by)), what, now).await?)
        })
        .await
}
