//! Everything we keep about a person, from every feature (DP-08).

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::kernel::{SealingSecrets, Unexpected};
use crate::members::erasure::records_of;
use crate::{audit, bookings, campaign, in_house, members, notifications, payments};

/// Tables that some feature's hooks answer for; a test fails for a table that leads to a person and is not among them.
pub fn covered() -> Vec<&'static str> {
    [
        members::person_hooks::TABLES,
        bookings::person_hooks::TABLES,
        bookings::needs::person_hooks::TABLES,
        in_house::person_hooks::TABLES,
        payments::person_hooks::TABLES,
        notifications::person_hooks::TABLES,
        campaign::person_hooks::TABLES,
        audit::person_hooks::TABLES,
        // Named on a page of the charity's, moved by a merge.
        &["event_facilitator"],
    ]
    .concat()
}

/// Everything about the human being whose record this is, records merged into it included. Other people's data is left out.
/// `sealing` opens what lies under seal, for their own eyes; an officer who hands data over goes without (D20).
pub async fn export_person(
    db: &impl ConnectionTrait,
    person_id: i64,
    sealing: Option<SealingSecrets<'_>>,
) -> Result<Value, Unexpected> {
    let ids = records_of(db, person_id).await?;
    Ok(json!({
        "you": members::person_hooks::export(db, &ids).await?,
        "bookings": bookings::person_hooks::export(db, &ids, sealing).await?,
        "in_house_training": in_house::person_hooks::export(db, &ids).await?,
        "money": payments::person_hooks::export(db, &ids).await?,
        "messages": notifications::person_hooks::export(db, &ids).await?,
        "news": campaign::person_hooks::export(db, &ids).await?,
        "record_of_actions": audit::person_hooks::export(db, &ids).await?,
    }))
}
