//! The job queue: durable, in the same database and the caller's transaction. It knows no feature: what a job does is
//! decided by the table of handlers at the top (`job_table.rs`). Jobs run at least once, so handlers are safe to repeat.

pub mod admin;
pub mod queries;
pub mod queue;
pub mod schedule;
mod views;
pub mod worker;

pub use queue::{NewJob, Priority, enqueue, enqueue_all};
pub use worker::{ClaimedJob, JobOutcome, Worker};
