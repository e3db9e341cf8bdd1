//! Reads of the directory.

mod entries;
mod listing;
mod relayed;

pub use entries::export;
pub(super) use entries::{load_entry, region_of};
pub use listing::is_anybody_public;
pub(super) use listing::{Filter, find_listed, is_type_listed, list_listed};
pub(super) use relayed::{RelayedMessage, find_relayed, has_reported};
