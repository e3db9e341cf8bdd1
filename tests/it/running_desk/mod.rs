//! The pages for those who keep the system running: jobs and the audit trail.

mod audit_chain;
mod audit_page;
mod jobs_page;
mod queue_order;
