//! What the treasurer's reports are made of: sums of postings over a period or up to a day (REP-1), and the money that waits to
//! go back. No table of its own and no figure kept: each is read from the one ledger when somebody looks. What was sold is
//! known to whoever sold it, so the page that names courses is put together in `site`.

mod period;
mod queries;

pub use period::{Month, Period};
pub use queries::{
    DisputeSum, FailedRefund, Held, Movement, OverdueInvoice, Owed, OwedWhy, VatSum, WrittenOffSum, charges_meant_by,
    dispute_sums, failed_refunds, held_at, movements, overdue_invoices, owed_back, refunds_that_failed, subjects_of,
    taxable_total, vat_sums, write_offs,
};
