//! What officers do with a whole record: make two records one and take that back, give somebody their data, erase them. Every
//! feature has a part in each, so the pages live here.

pub mod data_page;
pub mod erasure_page;
pub mod merge_page;
mod side;
