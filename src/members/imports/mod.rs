//! People brought from a file: uploaded, its columns named, every row judged in a dry run, written only when an officer
//! confirms, and taken back as a whole if need be (rules 2.19, DP-04, DP-05).
//!
//! The work is done by jobs in steps of a few hundred rows. Each step is one transaction that first moves the batch's own
//! pointer on, from where it was read: so a step may run twice, late, or be cut in half, and the rest of the product goes on
//! between two steps.

mod batch_state;
mod check_rows;
mod csv_reader;
mod fields;
mod file_shape;
mod find_duplicates;
mod forget_imports;
mod forms;
pub mod jobs;
mod join_person;
pub mod pages;
pub mod queries;
mod read_row;
mod release_welcome;
mod report;
pub mod row_pages;
mod staged;
mod steer_import;
mod store;
mod typed_values;
mod undo_import;
mod upload_file;
mod views;
mod work_words;
mod write_rows;

pub use batch_state::BatchState;
pub use check_rows::check_some_rows;
pub use csv_reader::{CellFault, CsvReader, RawRow};
pub use fields::folded_heading;
pub use file_shape::{FileShape, FileShapeError, find_shape};
pub use typed_values::{looks_like_a_formula, read_day};
pub use undo_import::undo_some_rows;
pub use write_rows::write_some_rows;

/// Rows of one transaction.
const ROWS_A_STEP: usize = 500;

/// Whether a job has more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There are more rows.
    More,
    /// That was all, or another worker goes on with it.
    Over,
}
