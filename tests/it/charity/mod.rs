//! The charity about itself.

mod set_up;
mod update_identity;
