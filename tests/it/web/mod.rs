//! The shell that every page stands on.

mod assets;
mod kept_pages;
mod statements;
