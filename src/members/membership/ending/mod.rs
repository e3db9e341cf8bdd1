//! How a membership ends before its time, and what comes back.

pub(super) mod cooling_off;
mod leave;
mod leaving;
pub(super) mod store;

pub use cooling_off::{COOLING_OFF_DAYS, cooling_off_last_day, is_in_cooling_off};
pub use leave::{Leave, LeaveError, leave};
pub use leaving::{Leaving, preview_leaving};
