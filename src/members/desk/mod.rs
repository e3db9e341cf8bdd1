//! The membership officers' desk: finding people, one person's record and its acts, types and prices, the register, and how the
//! membership is doing.

mod csv_cells;
mod day_field;
pub mod list;
pub mod overview;
pub mod register;
mod status_sql;
pub mod types;
