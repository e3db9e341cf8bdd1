//! Dated facts that officers, or members themselves, put on record: suspended, gave notice, removed by resolution, died, in
//! contact, extended, price let go, paused. Each is a use case; none asks who may: the page that calls it does.

mod fact_kind;
pub(super) mod store;

pub use fact_kind::FactKind;
