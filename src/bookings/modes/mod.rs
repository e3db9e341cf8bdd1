//! Dates in person and online at once (SES-8). The pool of the date counts every place; a pool for the room and one for those online
//! count theirs besides, so that the smallest of all numbers decides (HLD-10). Whoever touches seats takes the date's own pool first:
//! its row makes everybody wait in turn, so the two others cannot lock one another out.

mod claim;
mod desk_fields;
mod emails;
mod form_fields;
mod pools;
pub(in crate::bookings) mod queries;
mod refusal;
mod seats;
pub mod store;
pub mod switch_mode;
pub mod switch_pages;
mod views;
mod write_pools;

pub(in crate::bookings) use claim::{claim_seats, release_seats};
pub(in crate::bookings) use desk_fields::{FIELDS as DESK_FIELDS, TypedPools, fill_pools, read_pools};
pub use form_fields::{ModeFields, Rows as ModeRows};
pub use pools::{ModePool, ModePools};
pub use refusal::ModeFull;
pub(in crate::bookings) use refusal::refusal;
pub use seats::{PlaceMode, Seats};
pub(in crate::bookings) use seats::{seen_from, stored};
pub use store::set_pools;
pub use views::{ModeChoice, ModeRow, ModesView, SwitchView};
pub(in crate::bookings) use views::{mode_label, mode_rows, mode_words, modes_view, switch_view};
pub(in crate::bookings) use write_pools::{PoolsRefused, write_pools};
