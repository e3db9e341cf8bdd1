//! The record as this process last read it. Every page prints it, and it changes a few times a year, so it is read again
//! only when this process has changed it or a second has passed (what another process wrote is seen within a second).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration as WallDuration;

use chrono::Duration;
use sea_orm::{ConnectionTrait, DbErr};

use super::store::{CharityIdentity, load_identity};
use crate::kernel::Instant;
use crate::web::SiteIdentity;

const LONGEST_LIFE: Duration = Duration::seconds(1);
/// A page would rather print what was known a moment ago than wait longer than this for a database that does not answer.
const PATIENCE: WallDuration = WallDuration::from_millis(500);

/// The record and how it is printed; neither before set-up.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// As it is kept.
    pub record: Option<Arc<CharityIdentity>>,
    /// As pages print it.
    pub printed: Option<Arc<SiteIdentity>>,
}

#[derive(Clone)]
struct Kept {
    known: Known,
    read_at: Instant,
    changes: u64,
}

/// What this process knows of the record.
#[derive(Default)]
pub struct KeptIdentity {
    kept: RwLock<Option<Kept>>,
    changes: AtomicU64,
}

impl KeptIdentity {
    /// The record, at most a second old. Inside a transaction, give the transaction: waiting for a second connection while
    /// holding one is how pools seize up.
    pub async fn read(&self, db: &impl ConnectionTrait, now: Instant) -> Result<Known, DbErr> {
        let kept = self.kept.read().ok().and_then(|kept| kept.clone());
        // Read before the record is: a change while it is being read leaves it stale at once.
        let changes = self.changes.load(Ordering::Acquire);
        let Some(kept) = kept else { return self.read_anew(db, changes, now).await };
        if kept.changes == changes && (now - kept.read_at).abs() < LONGEST_LIFE {
            return Ok(kept.known);
        }
        match tokio::time::timeout(PATIENCE, self.read_anew(db, changes, now)).await {
            Ok(Ok(known)) => Ok(known),
            Ok(Err(error)) => {
                tracing::error!(%error, "the charity's identity cannot be read; pages print the last one known");
                Ok(kept.known)
            }
            Err(_) => Ok(kept.known),
        }
    }

    /// This process has changed the record: what is kept is out of date.
    pub fn forget(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    async fn read_anew(&self, db: &impl ConnectionTrait, changes: u64, now: Instant) -> Result<Known, DbErr> {
        let record = load_identity(db).await?.map(Arc::new);
        let printed = record.as_ref().map(|record| Arc::new(record.site_identity()));
        let known = Known { record, printed };
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some(Kept { known: known.clone(), read_at: now, changes });
        }
        Ok(known)
    }
}
