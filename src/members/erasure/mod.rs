//! A person's record emptied for good (DP-13): name, addresses, login, profile, notes go; the number, the days of membership and
//! what was paid stay, without a name. What other features keep goes by their own hooks, called at the top.

mod erase_member;
mod store;

pub use erase_member::{EraseError, Erased, can_erase, erase_member, records_of};

/// What stands in the place of a name.
pub const TOMBSTONE: &str = "Erased person";
