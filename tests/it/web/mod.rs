//! The shell that every page stands on.

mod assets;
mod csp_reports;
mod kept_pages;
mod metrics;
mod statements;
mod uploads;
