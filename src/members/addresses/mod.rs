//! Somebody's own email addresses. Two may be theirs, either signs in, and one of them is written to.
//!
//! An address joins by the code mailed to it. Another primary address, and the going of one, are confirmed at both ends: the
//! new one proves itself, the old one agrees; where the old mailbox is dead, it goes forward after seven days' notice to it,
//! unless somebody objects there. Nothing on a screen says whether an address is somebody else's: only mail to its owner does.

mod carry_out;
mod change;
mod change_pages;
mod codes;
mod confirm_change;
mod confirm_pages;
mod emails;
mod forms;
mod give_notice;
mod link_pages;
mod pages;
mod queries;
mod request_change;
mod request_for_member;
mod send_again;
mod stop_change;
mod store;
mod views;

pub use carry_out::{CARRY_OUT_ADDRESS_CHANGES, run_carry_out_address_changes};
pub(in crate::members) use change::MOST_ADDRESSES;
pub use change::{ChangeKind, NOTICE_DAYS, OpenChange, Verdict, verdict};
pub use change_pages::{confirm, give_notice, send_codes, show_change, withdraw};
pub use confirm_pages::{create_confirmation, show_confirmation};
pub use link_pages::{show_objection, stop_by_link};
pub use pages::{create_addition, create_primary, create_removal, show_addresses};
pub use queries::export;
pub(in crate::members) use request_for_member::{RequestForMember, RequestForMemberError, request_for_member};
