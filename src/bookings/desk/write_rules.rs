//! Writes the rules of a sale, with the audit entry, when they are others than before.

use serde_json::{Value, json};

use crate::audit::{self, Actor, Entry};
use crate::bookings::sale::{BookingRules, set_rules};
use crate::db::Tx;
use crate::events::EventId;
use crate::kernel::{Instant, Unexpected};

/// They may be changed at any time: what was done before stays done.
pub(super) async fn write_rules(
    tx: &Tx,
    (id, before, rules): (EventId, BookingRules, BookingRules),
    (by, now): (Actor, Instant),
) -> Result<(), Unexpected> {
    if before == rules {
        return Ok(());
    }
    set_rules(tx, id.0, rules).await?;
    let entry = Entry {
        actor: by,
        action: "event_sale.rules_changed",
        subject_kind: "event_sale",
        subject_id: id.0,
        reason: None,
        values: Some((words(before), words(rules))),
    };
    Ok(audit::record(tx, entry, now).await?)
}

fn words(rules: BookingRules) -> Value {
    json!({"names_lock_days": rules.names_lock_days, "code_only": rules.code_only})
}
