//! What the treasurer's reports are made of: sums of postings over a period or up to a day (REP-1), and the money that waits to
//! go back. No table of its own and no figure kept: each is read from the one ledger when somebody looks. What was sold is
//! known to whoever sold it, so the page that names courses is put together in `site`.

mod period;
mod queries;

pub use period::{Month, Period};
pub use queries::{
    DisputeSum, Held, Movement, Owed, OwedWhy, VatSum, charges_meant_by, dispute_sums, failed_refunds, held_at,
    movements, owed_back, subjects_of, vat_sums,
};
