//! Income by the day it was earned (REP-2). Everything sold goes to deferred income at first; when it has been delivered, its
//! line's share goes over to income, dated by the day of delivery. What is credited afterwards comes back the same way, dated
//! by the day of the credit, so that a month that is over never changes (REP-3). Posted, not computed from dates when somebody
//! looks, because an event's date and a line's credits may change later, and last year's page must not.
//!
//! Payments does not know when anything happens: whoever sold it says, by [`Earned`].

mod queries;
mod recognise;
mod rule;
mod store;

pub use queries::{LineToLookAt, list_lines_to_look_at};
pub use recognise::recognise_lines;
pub use rule::Earned;
