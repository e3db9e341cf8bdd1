//! Whoever waits may say, for each entry, that a place on another date of the same course ends it; unless they do, it does not
//! (WTL-11).

pub(super) mod queries;
pub(super) mod store;
