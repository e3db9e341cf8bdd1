//! Two records of one human being made one, for thirty days reversibly (D9). The one record points to the other; rows move with a
//! note of where they were. What other features keep of a person moves by their own hooks, called at the top.

mod choose_survivor;
mod consents;
mod memberships;
mod move_rows;
mod profiles;
pub mod queries;
mod record;
mod store;
mod under_way;
mod undo;

pub use choose_survivor::{KeptValues, MergeError, can_merge};
pub use move_rows::move_rows;
pub use record::{MergeRecord, finish_merge};
pub use undo::{REVERSIBLE_FOR, UndoMergeError, UndoneMerge, undo_merge};
