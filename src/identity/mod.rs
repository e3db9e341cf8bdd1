//! The charity's one identity record (CH-01): read by everything that prints, edited in the back office by `charity`.

pub mod attach;
mod kept;
mod set_up;
pub mod store;

pub use attach::attach_identity;
pub use kept::{KeptIdentity, Known};
pub use set_up::{NOT_SET_UP, is_set_up};
pub use store::{CharityIdentity, load_identity, save_identity};
