//! Forgets what messages said, 30 days after they went (D18).

use chrono::Duration;

use super::store::wipe_some;
use crate::db::Db;
use crate::kernel::{Instant, Unexpected};

/// The name of the job.
pub const WIPE_OLD_MESSAGES: &str = "wipe_old_messages";

/// How long data is kept after delivery; of a message that was given up, after it was made.
const KEPT: Duration = Duration::days(30);
/// Rows in one transaction, so that nobody waits for the wipe.
const AT_ONCE: u64 = 100;

/// Wipes everything that is due. Says how many messages were emptied.
pub async fn wipe_old_messages(db: &Db, now: Instant) -> Result<u64, Unexpected> {
    let mut wiped = 0;
    loop {
        let some = db.write_tx(async |tx| Ok::<_, Unexpected>(wipe_some(tx, now - KEPT, AT_ONCE, now).await?)).await?;
        wiped += some;
        if some < AT_ONCE {
            return Ok(wiped);
        }
    }
}
