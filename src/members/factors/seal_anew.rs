//! Seals seeds with the key in force that the key before it sealed, while both are named in the settings.

use super::sealing::FactorKeys;
use super::{queries, store};
use crate::app::App;
use crate::kernel::Unexpected;

/// Seals every such seed anew, each by one guarded statement, so that it may run twice, late, or be cut in half. Gives how many.
/// One that does not open stays as it is.
pub async fn seal_seeds_anew(app: &App) -> Result<usize, Unexpected> {
    let keys = FactorKeys::of(app);
    let Some(before) = keys.previous_id() else { return Ok(0) };
    let mut sealed_anew = 0;
    for row in queries::sealed_with(app.db.reader(), before).await? {
        let Ok(seed) = keys.open(row.person_id, &row.sealed_seed) else {
            tracing::error!(
                person_id = row.person_id,
                "a seed does not open with the key it is said to be sealed with"
            );
            continue;
        };
        let sealed = keys.seal(app.tokens.as_ref(), row.person_id, &seed)?;
        let new = (keys.id(), sealed);
        let done = app.db.write_tx(async |tx| store::replace_seal(tx, (row.id, before), new.clone()).await).await?;
        sealed_anew += usize::from(done);
    }
    Ok(sealed_anew)
}
