//! What a member keeps on their own profile, to be used again with one press each time (QST-7). Nothing is put there without a
//! tick, and everything goes with another.

use sea_orm::ConnectionTrait;

use super::need::Needs;
use super::queries::saved_of;
use super::sealed_needs::{SealedFor, needs_key, open, seal};
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};
use crate::members::erasure::records_of;

/// What somebody keeps on their profile, if anything that can be read. Each record of a merged person keeps its own under a seal of
/// its own, so that a merge moves nothing and can be taken back; what was kept last counts.
pub async fn find_saved(app: &App, db: &impl ConnectionTrait, person_id: i64) -> Result<Option<Needs>, Unexpected> {
    let key = needs_key(app.settings.sealing());
    let mut kept = saved_of(db, &records_of(db, person_id).await?).await?;
    kept.sort_by_key(|row| std::cmp::Reverse(row.saved_at));
    Ok(kept.iter().find_map(|row| open(&key, SealedFor::Person(row.person_id), &row.sealed)))
}

/// Keeps needs on a profile in the caller's transaction; nothing to keep forgets what was there.
pub(super) async fn put_saved(
    app: &App,
    tx: &Tx,
    person_id: i64,
    needs: &Needs,
    now: Instant,
) -> Result<(), Unexpected> {
    if needs.is_empty() {
        return Ok(store::delete_saved(tx, &records_of(tx, person_id).await?).await?);
    }
    let key = needs_key(app.settings.sealing());
    let sealed = seal(&key, app.tokens.as_ref(), SealedFor::Person(person_id), needs)?;
    Ok(store::put_saved(tx, person_id, (sealed, key.id().to_owned()), now).await?)
}

/// The same in a transaction of its own.
pub async fn save_needs(app: &App, person_id: i64, needs: &Needs) -> Result<(), Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| put_saved(app, tx, person_id, needs, now).await).await
}

/// Forgets what somebody kept, on whichever of their records.
pub async fn forget_saved(app: &App, person_id: i64) -> Result<(), Unexpected> {
    app.db.write_tx(async |tx| Ok(store::delete_saved(tx, &records_of(tx, person_id).await?).await?)).await
}
