//! A clock that can be taken to another day while the demo world is being made, and then tells the real time.

use std::sync::{Arc, Mutex, PoisonError};

use crate::kernel::{Clock, Instant, SystemClock};

/// Clones are the same clock.
#[derive(Clone, Debug, Default)]
pub struct TravellingClock {
    elsewhere: Arc<Mutex<Option<Instant>>>,
}

impl TravellingClock {
    /// Stands at `at` from now on.
    pub fn travel(&self, at: Instant) {
        *self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
    }

    /// Tells the real time again.
    pub fn come_home(&self) {
        *self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clock for TravellingClock {
    fn now(&self) -> Instant {
        let elsewhere = *self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        elsewhere.unwrap_or_else(|| SystemClock.now())
    }
}
