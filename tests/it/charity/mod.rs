//! The charity about itself.

mod update_identity;
