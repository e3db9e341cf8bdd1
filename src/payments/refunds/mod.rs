//! Money on its way back: asked for in the seller's transaction, sent by a job, watched until it has arrived, tried again or
//! paid by hand when it does not (REF-8 to REF-11).

pub(super) mod apply_refund;
pub mod decide_refund;
pub(super) mod disputed;
mod emails;
mod fail_refund;
mod foreign_refund;
pub mod open_refund;
pub mod pay_by_hand;
mod postings;
pub mod refund_charge;
pub mod refund_clock;
pub mod refund_left_over;
pub mod refund_state;
mod remind_of_refunds;
pub mod retry_refund;
pub mod return_what_is_owed;
pub mod send_refund;
mod split_refund;
pub(super) mod store;
pub mod withdraw_refund;

pub(super) use emails::in_words;
pub(super) use refund_left_over::left_over_asked_by;

pub use decide_refund::{DecideRefund, DecideRefundError, decide_refund};
pub use fail_refund::RETRY_REFUND;
pub use open_refund::{RefundJob, SECOND_PERSON_ABOVE, SEND_REFUND};
pub use pay_by_hand::{PayByHand, PayByHandError, TELL_OF_REFUND, charge_of_refund, pay_by_hand};
pub use refund_charge::{RefundCharge, Refunded, credit_and_refund, refund_charge};
pub use refund_left_over::refund_left_over;
pub use refund_state::RefundState;
pub use remind_of_refunds::{REMIND_OF_REFUNDS, run_remind_of_refunds};
pub use retry_refund::{retry_now, retry_refund};
pub use return_what_is_owed::{Overpaid, refund_overpaid, return_what_is_owed};
pub use send_refund::{RefundSent, send_refund};
pub use withdraw_refund::{WithdrawRefund, WithdrawRefundError, withdraw_refund};
