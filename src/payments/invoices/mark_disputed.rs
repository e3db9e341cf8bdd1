//! The customer questions an invoice: reminders rest until it is settled (AC-07).

use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// The command.
#[derive(Clone, Debug)]
pub struct MarkDisputed {
    /// Which billing.
    pub billing_id: i64,
    /// Questioned, or settled.
    pub is_disputed: bool,
    /// What is questioned.
    pub reason: String,
    /// The officer.
    pub marked_by: i64,
}

/// Writes it down.
pub async fn mark_disputed(app: &App, command: &MarkDisputed) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            store::set_disputed(tx, command.billing_id, command.is_disputed, &command.reason).await?;
            let entry = Entry {
                actor: Actor::Person(command.marked_by),
                action: if command.is_disputed { "invoice.disputed" } else { "invoice.dispute_settled" },
                subject_kind: "charge_billing",
                subject_id: command.billing_id,
                reason: (!command.reason.is_empty()).then_some(command.reason.as_str()),
                values: None,
            };
            Ok(audit::record(tx, entry, now).await?)
        })
        .await
}
