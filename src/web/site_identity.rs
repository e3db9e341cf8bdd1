//! The charity's identity as pages and emails print it (CH-01, CH-02). `identity` fills it from the one record.

use serde::Serialize;

/// What is printed in every footer and email.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SiteIdentity {
    /// Registered name.
    pub name: String,
    /// The short name people use.
    pub short_name: String,
    /// One line under the name.
    pub strapline: String,
    /// Charity number, digits only.
    pub charity_number: String,
    /// "Registered charity in England and Wales".
    pub legal_words: String,
    /// The public register's page for the number (CH-04).
    pub register_url: String,
    /// True when the charity is a company; then number and office are printed too (CH-03).
    pub is_company: bool,
    /// Company number, or empty.
    pub company_number: String,
    /// Registered office, or empty.
    pub registered_office: String,
    /// Postal address, a line each.
    pub address_lines: Vec<String>,
    /// Postal address in one line.
    pub address: String,
    /// Where people write.
    pub email: String,
    /// Telephone, or empty.
    pub phone: String,
}
