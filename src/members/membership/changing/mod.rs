//! Changes to a membership that goes on: another type, a pause.

mod change_type;
mod pause;
pub(super) mod store;
mod type_change;

pub use change_type::{ChangeType, ChangeTypeError, TypeChanged, change_type, preview_type_change};
pub use pause::{
    LONGEST_PAUSE_MONTHS, Pause, PauseError, PauseFrom, PauseMembership, PauseReason, pause_membership, plan_pause,
};
pub use type_change::{Side, TypeChange, plan_change};
