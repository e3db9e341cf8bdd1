//! The record as this process last read it. Every page prints it, and it changes a few times a year, so it is read again
//! only when this process has changed it or a second has passed (what another process wrote is seen within a second).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration as WallDuration;

use chrono::Duration;
use sea_orm::{ConnectionTrait, DbErr};

use super::store::{CharityIdentity, load_identity};
use crate::db::{Reader, Tx};
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

impl Kept {
    fn is_fresh(&self, changes: u64, now: Instant) -> bool {
        self.changes == changes && (now - self.read_at).abs() < LONGEST_LIFE
    }
}

/// What this process knows of the record.
#[derive(Default)]
pub struct KeptIdentity {
    kept: RwLock<Option<Kept>>,
    changes: AtomicU64,
}

impl KeptIdentity {
    /// The record, at most a second old, for pages: when the database does not answer, the last one known.
    pub async fn read(&self, db: &Reader, now: Instant) -> Result<Known, DbErr> {
        let (kept, changes) = self.kept();
        let Some(kept) = kept else { return self.read_anew(db, changes, now).await };
        if kept.is_fresh(changes, now) {
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

    /// The same inside a transaction, over its own connection: waiting for a second one while holding one is how pools seize up. Its
    /// statements are neither given up nor is what goes wrong with them passed over, for the transaction ends with them.
    pub async fn read_in(&self, tx: &Tx, now: Instant) -> Result<Known, DbErr> {
        let (kept, changes) = self.kept();
        match kept.filter(|kept| kept.is_fresh(changes, now)) {
            Some(kept) => Ok(kept.known),
            None => self.read_anew(tx, changes, now).await,
        }
    }

    /// What is kept, and how often the record had been changed before it is read anew: a change while it is being read leaves it
    /// stale at once.
    fn kept(&self) -> (Option<Kept>, u64) {
        (self.kept.read().ok().and_then(|kept| kept.clone()), self.changes.load(Ordering::Acquire))
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
