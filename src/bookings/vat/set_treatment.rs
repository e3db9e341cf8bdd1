//! The treasurer says how a date stands to VAT.

use serde_json::json;

use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::payments::VatTreatment;

/// The command.
#[derive(Clone, Copy, Debug)]
pub struct SetTreatment {
    /// The date.
    pub event_id: i64,
    /// How it stands from now on.
    pub treatment: VatTreatment,
    /// The officer.
    pub set_by: i64,
}

/// Writes it for everything charged from now on. False when the date has no prices.
pub async fn set_treatment(app: &App, command: SetTreatment) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let Some(before) = store::set(tx, command.event_id, command.treatment).await? else { return Ok(false) };
            let entry = Entry {
                actor: Actor::Person(command.set_by),
                action: "event_sale.vat_changed",
                subject_kind: "event_sale",
                subject_id: command.event_id,
                reason: None,
                values: Some((json!({ "vat": before }), json!({ "vat": command.treatment.word() }))),
            };
            audit::record(tx, entry, now).await?;
            Ok(true)
        })
        .await
}
