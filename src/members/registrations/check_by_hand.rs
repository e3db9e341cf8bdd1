//! An officer looked somebody up in a register and writes down what it said, for numbers that no list takes (rules 2.1, PR-02).

use serde_json::json;

use super::record_check::{NewCheck, record_check};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;

/// Writes the check with an audit entry.
pub async fn check_by_hand(app: &App, check: NewCheck) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            record_check(tx, &check, now).await?;
            let entry = Entry {
                actor: Actor::Person(check.officer_id),
                action: "registration.checked",
                subject_kind: "person",
                subject_id: check.person_id,
                reason: None,
                values: Some((json!({}), json!({ "outcome": check.outcome.word(), "checked_on": check.checked_on }))),
            };
            Ok(audit::record(tx, entry, now).await?)
        })
        .await
}
