//! The words that every booking is made under, in versions (CO-04).

pub(super) mod queries;
