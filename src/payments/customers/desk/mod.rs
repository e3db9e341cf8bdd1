//! The customers' desk: who buys on invoice, who waits for approval, what each owes, and their statement.

mod forms;
pub mod pages;
pub mod statement;
mod views;
