//! A membership that ends before the event it gave the member price for (ELG-5): the price is kept and nothing more is charged, but
//! the member is asked to renew, on the booking form and again 14 days before the end.

mod emails;
pub mod jobs;
mod nudge;
mod send_nudge;

pub(super) use nudge::renewal_words;
pub(super) use send_nudge::plan_nudges;
