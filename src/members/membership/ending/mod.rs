//! How a membership ends before its time, and what comes back.

pub(super) mod cooling_off;
mod leave;
mod leaving;
mod money_back;
mod queries;
pub(super) mod store;

pub(super) use leaving::TYPE_CHANGED;

pub use cooling_off::{COOLING_OFF_DAYS, cooling_off_last_day, is_in_cooling_off};
pub use leave::{Leave, LeaveError, leave};
pub use leaving::{Leaving, preview_leaving};
pub use money_back::{MoneyGone, TermEnded, on_dispute_lost, on_refund};
pub use queries::money_gone_of;
