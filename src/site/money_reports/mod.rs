//! The treasurer's reports (REP-1 to REP-6): one page and its files for a spreadsheet. It joins what `payments` sums from the
//! ledger with what `bookings`, `events` and `members` know of the things sold, which is why it lives here. Every total is the
//! sum of the rows above it and nothing else; a test compares it with the ledger's own balance.

mod compose;
mod counts;
mod csv_file;
mod earned_income;
mod lists;
mod pages;
mod payouts;
mod subjects;
mod tables;
mod vat_watch;
mod views;
mod waiting;

pub use earned_income::{RECOGNISE_INCOME, recognise_income, run_recognise_income};
pub use pages::{download_report, download_sales_report, show_reports, show_sales_reports};
