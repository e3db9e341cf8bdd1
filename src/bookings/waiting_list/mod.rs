//! The waiting list of a full event: joining and leaving it, whose turn it is when a place comes free, offers with an end, and
//! the officers' view of it (WTL-1 to WTL-14, D5). Seats that are offered count as taken; whoever waits goes before the public.

mod after_booking;
pub mod booking_part;
pub mod desk;
mod elsewhere;
mod emails;
pub mod entry_page;
pub mod entry_state;
mod entry_view;
pub mod forms;
pub mod free_seats;
pub mod join;
mod join_for_booking;
pub mod leave;
mod note;
pub mod offer_life;
mod offers;
pub mod officers;
mod open_list;
mod other_dates;
pub mod pages;
pub mod queries;
pub(in crate::bookings) mod store;
mod take;
mod tend;
pub mod tending;
pub mod turns;
pub mod views;
mod wish;
mod words;

pub(in crate::bookings) use after_booking::{after_booking, end_list, forget_old_entries};
pub(in crate::bookings) use join_for_booking::join_before_all;
pub use offers::figures::OfferFigures;
pub use offers::queries::{WaitingSum, waiting_sums};
pub use take::TakeSeatsError;
pub(in crate::bookings) use take::take_seats;
pub(in crate::bookings) use tend::tend_list;
pub use tend::tend_waiting_lists;
pub(in crate::bookings) use wish::is_waited_for;
