//! Seals needs with the key in force that the key before it sealed, while both are named in the settings: those told for a place,
//! and those kept on a profile.

use super::queries;
use super::sealed_needs::{needs_key, open, seal};
use super::store;
use crate::app::App;
use crate::kernel::Unexpected;

/// Seals all of them anew, each by one guarded statement, so that it may run twice, late, or be cut in half: what somebody tells
/// meanwhile is not written over. Gives how many. What does not open stays as it is; the desk says so.
pub async fn seal_needs_anew(app: &App) -> Result<usize, Unexpected> {
    let key = needs_key(app.settings.sealing());
    let Some(before) = key.previous_id() else { return Ok(0) };
    let mut sealed_anew = 0;
    for (whose, old) in queries::sealed_with(app.db.reader(), before).await? {
        let Some(needs) = open(&key, whose, &old) else {
            tracing::error!(?whose, "needs do not open with the key they are said to be sealed with");
            continue;
        };
        let sealed = seal(&key, app.tokens.as_ref(), whose, &needs)?;
        let new = (key.id(), sealed);
        let done = app.db.write_tx(async |tx| store::replace_seal(tx, (whose, &old), new.clone()).await).await?;
        sealed_anew += usize::from(done);
    }
    Ok(sealed_anew)
}
