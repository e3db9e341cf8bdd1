//! Members written to a file by a job: filtered like the officers' list, asked for with a reason, downloaded only by who asked,
//! and gone after a week (rules 2.19).

pub mod jobs;
pub mod pages;
mod queries;
mod request_export;
mod store;
mod write_file;

pub use request_export::{KEPT_FOR, RequestExport, request_export};
