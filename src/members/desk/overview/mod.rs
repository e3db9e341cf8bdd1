//! How the membership is doing: what waits, who joined and left by month, and members by type, region and employer.

mod chart;
mod months;
pub mod pages;
mod queries;
mod small_cells;
mod views;
