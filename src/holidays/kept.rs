//! Which days are worked, as this process last read it. Most deadlines ask, and it changes a few times in ten years, so it is read
//! again only when this process has changed it or a second has passed: what another process wrote is seen within a second.

use std::sync::RwLock;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::Duration;
use sea_orm::{ConnectionTrait, DbErr};

use super::store::load_working_days;
use crate::kernel::{Instant, WorkingDays};

const LONGEST_LIFE: Duration = Duration::seconds(1);

#[derive(Clone)]
struct Kept {
    days: WorkingDays,
    read_at: Instant,
    changes: u64,
}

/// What this process knows of the charity's bank holidays.
#[derive(Default)]
pub struct KeptHolidays {
    kept: RwLock<Option<Kept>>,
    changes: AtomicU64,
}

impl KeptHolidays {
    /// The working days, at most a second old. Inside a transaction, give the transaction: waiting for a second connection while
    /// holding one is how pools seize up. Unlike a footer, a deadline is never counted with what could not be read anew: a
    /// database that does not answer is an error.
    pub async fn read(&self, db: &impl ConnectionTrait, now: Instant) -> Result<WorkingDays, DbErr> {
        // Read before the rows are: a change while they are being read leaves them stale at once.
        let changes = self.changes.load(Ordering::Acquire);
        let kept = self.kept.read().ok().and_then(|kept| kept.clone());
        let fresh = kept.filter(|kept| kept.changes == changes && (now - kept.read_at).abs() < LONGEST_LIFE);
        if let Some(kept) = fresh {
            return Ok(kept.days);
        }
        let days = load_working_days(db).await?;
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some(Kept { days: days.clone(), read_at: now, changes });
        }
        Ok(days)
    }

    /// This process has changed the days: what is kept is out of date.
    pub fn forget(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }
}
