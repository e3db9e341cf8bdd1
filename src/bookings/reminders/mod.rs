//! Reminders of a date: to who booked, that money stops coming back; to everybody who comes, a week, two working days and an hour
//! before (RMD-2 to RMD-7). Nothing is planned ahead: a job asks every few minutes what has fallen due by the dates as they stand,
//! so an event that moves needs no care (RMD-3), and notes what it did, once a place, reminder and start (RMD-6).

pub mod desk_part;
mod emails;
pub mod jobs;
pub mod queries;
mod refund_days;
mod schedule;
mod send_reminders;
pub mod store;

pub use schedule::Reminder;
pub use send_reminders::send_reminders;
