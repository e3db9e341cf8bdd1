//! The register of members for any past day (CH-05).

mod csv_file;
mod entry;
pub mod pages;
mod queries;
