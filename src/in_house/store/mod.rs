//! Statements that write enquiries, quotes and registrations. Every change of state repeats the old state; zero rows means that
//! somebody was first.

pub(super) mod enquiries;
pub(super) mod quotes;
pub(super) mod registrations;
