//! Renewal notices: 60, 30 and 7 days before the end, on the last day, and when grace is over; each once for each term, with
//! the old and the new price side by side (rules 2.3, CO-12, TM-07).

pub(super) mod emails;
mod notice_kind;
mod price_book;
mod queries;
mod send_reminders;
mod store;

pub use notice_kind::{NoticeKind, due_notice};
pub use send_reminders::{REMIND_RENEWALS, run_remind_renewals, send_reminders};
