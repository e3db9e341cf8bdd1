//! Reads of the directory.

mod entries;
mod listing;
mod relayed;

pub use entries::export;
pub(super) use entries::{load_entry, region_of};
pub(super) use listing::{Filter, find_listed, is_anybody_public, list_listed};
pub(super) use relayed::{RelayedMessage, find_relayed, has_reported};
