//! Where a bank transfer goes, as pages show it.

use serde::Serialize;

/// Where a transfer goes.
#[derive(Clone, Debug, Serialize)]
pub struct BankView {
    /// Account name.
    pub name: String,
    /// Sort code.
    pub sort_code: String,
    /// Account number.
    pub account: String,
}
