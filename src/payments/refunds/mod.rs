//! Money on its way back: asked for in the seller's transaction, sent by a job, watched until it has arrived, tried again or
//! paid by hand when it does not (REF-8 to REF-11).

pub mod open_refund;
pub mod refund_charge;
pub mod refund_left_over;
pub mod refund_state;
mod split_refund;
pub(super) mod store;

pub use refund_charge::{RefundCharge, refund_charge};
pub use refund_left_over::refund_left_over;
pub use refund_state::RefundState;
