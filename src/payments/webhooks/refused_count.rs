//! How many messages were refused since the start, by reason: genuine ones refused as stale mean that a clock is wrong (R19).

use std::sync::atomic::{AtomicU64, Ordering};

use crate::payments::stripe::SignatureError;

/// Counters of one process.
#[derive(Debug, Default)]
pub struct RefusedCount {
    wrong: AtomicU64,
    stale: AtomicU64,
}

impl RefusedCount {
    /// Counts one.
    pub fn count(&self, error: SignatureError) {
        let counter = match error {
            SignatureError::Wrong => &self.wrong,
            SignatureError::Stale => &self.stale,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// How many carried a wrong signature, and how many a good one from another time.
    pub fn so_far(&self) -> (u64, u64) {
        (self.wrong.load(Ordering::Relaxed), self.stale.load(Ordering::Relaxed))
    }
}
