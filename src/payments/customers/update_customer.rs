//! An officer changes a customer's record: where invoices go, days to pay, whether a purchase order is demanded, and whether
//! reminders rest. Invoices already issued do not change (AC-04).

use serde_json::{Value, json};

use super::store::{self, CustomerRow};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{EmailAddress, Unexpected};

/// What may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerTerms {
    /// Whom invoices are made out to.
    pub name: String,
    /// Postal address, lines.
    pub address: String,
    /// Where invoices go.
    pub email: String,
    /// Whom to ask, may be empty.
    pub contact_name: String,
    /// No invoice without a purchase order (AC-06).
    pub requires_po: bool,
    /// Days to pay, 0 to 120.
    pub terms_days: i32,
    /// No reminders for now (AC-07).
    pub reminders_paused: bool,
}

/// The command.
#[derive(Clone, Debug)]
pub struct UpdateCustomer {
    /// Which customer.
    pub customer_id: i64,
    /// What it is to be.
    pub terms: CustomerTerms,
    /// The officer.
    pub changed_by: i64,
}

/// Writes the change and who made it. Another address for invoices ends the links that were mailed to the one before.
pub async fn update_customer(app: &App, command: &UpdateCustomer) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            store::lock(tx, command.customer_id).await?;
            let before = store::load(tx, command.customer_id).await?;
            store::update(tx, command.customer_id, &command.terms, now).await?;
            if folded(&before.email) != folded(&command.terms.email) {
                // Whoever was mailed before keeps no way in (D17).
                store::revoke_links(tx, command.customer_id).await?;
            }
            let after = store::load(tx, command.customer_id).await?;
            let entry = Entry {
                actor: Actor::Person(command.changed_by),
                action: "customer.changed",
                subject_kind: "customer",
                subject_id: command.customer_id,
                reason: None,
                values: Some((values(&before), values(&after))),
            };
            Ok(audit::record(tx, entry, now).await?)
        })
        .await
}

/// An address as it is compared; one that is no address, such as "", as it stands.
fn folded(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|_| address.to_owned(), |address| address.folded())
}

fn values(row: &CustomerRow) -> Value {
    json!({
        "name": row.name, "address": row.address, "email": row.email, "contact": row.contact_name,
        "requires_po": row.requires_po, "terms_days": row.terms_days, "reminders_paused": row.reminders_paused,
    })
}
