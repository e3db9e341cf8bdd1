//! x
pub use typst_as_lib::TypstEngine;
