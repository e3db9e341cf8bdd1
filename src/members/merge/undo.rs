//! Takes a merge back within thirty days: every value that nobody has changed since goes back where it was. What has been changed
//! stays with the survivor, and is named.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::merge_change;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::record::MergeRecord;
use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, Kept};
use crate::unexpected_from;

/// How long a merge can be taken back.
pub const REVERSIBLE_FOR: Duration = Duration::days(30);

/// Tables and columns that a merge may have changed. What is written in a row of the database is not trusted beyond it.
const KNOWN: &[(&str, &[&str])] = &[
    ("person", &["full_name", "folded_name"]),
    ("person_email", &["person_id", "is_primary", "verified_at"]),
    ("person_practice_role", &["person_id"]),
    (
        "person_profile",
        &[
            "service_address",
            "postcode",
            "nation",
            "region",
            "other_employer",
            "organisation_id",
            "regulator",
            "registration_number",
            "registration_checked_on",
            "registration_checked_by_id",
        ],
    ),
    (
        "directory_entry",
        &["is_listed", "name_level", "region_level", "employer_level", "roles_level", "interests_level", "about_level"],
    ),
    ("email_choice", &["person_id"]),
    ("role_grant", &["person_id"]),
    ("membership", &["person_id", "number", "member_since"]),
    ("membership_term", &["membership_id", "ended_early_on", "end_reason"]),
    ("membership_application", &["person_id"]),
    ("membership_order", &["person_id"]),
    ("membership_fact", &["person_id"]),
    ("removal_proposal", &["person_id"]),
    ("planned_type_change", &["person_id"]),
    ("address_change", &["outcome", "closed_at"]),
    ("person_note", &["person_id"]),
    ("registration_list_item", &["person_id"]),
    ("registration_check", &["person_id"]),
    ("registration_query", &["person_id"]),
    ("import_row", &["person_id", "match_person_id"]),
    ("booking", &["booker_person_id"]),
    ("place", &["person_id"]),
    ("charge", &["payer_person_id"]),
    ("event_facilitator", &["person_id"]),
    ("waiting_entry", &["person_id"]),
    ("needs_task", &["owner_id"]),
    ("event_care", &["owner_id"]),
    ("in_house_enquiry", &["person_id"]),
    ("outbox_message", &["person_id"]),
    ("relayed_message", &["sender_person_id", "recipient_person_id"]),
];

/// What came of taking a merge back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoneMerge {
    /// The record that is whole again.
    pub from_person_id: i64,
    /// What stays with the other one because it has been changed since, in words.
    pub left_behind: Vec<&'static str>,
}

/// Why a merge was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoMergeError {
    /// It was before.
    #[error("This merge has been taken back already.")]
    AlreadyUndone,
    /// Thirty days are over.
    #[error("A merge can be taken back for 30 days. This one is older.")]
    TooLate,
    /// One of the two is no longer there.
    #[error("One of the two records has been erased since.")]
    Erased,
    /// The survivor went into somebody else.
    #[error("The record was merged into another one since. Take that merge back first.")]
    MergedOn,
    /// Roles are given by those who give roles.
    #[error("One of them holds an office. Somebody who gives roles has to take the merge back.")]
    HoldsOffice,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(UndoMergeError);

/// Takes a merge back in the caller's transaction.
pub async fn undo_merge(
    tx: &impl ConnectionTrait,
    record: &MergeRecord,
    (officer, gives_roles): (i64, bool),
    now: Instant,
) -> Result<UndoneMerge, UndoMergeError> {
    let (from, into) = (record.from_person_id, record.into_person_id);
    if now >= record.merged_at + REVERSIBLE_FOR {
        return Err(UndoMergeError::TooLate);
    }
    if !store::mark_undone(tx, record.id, officer, now).await? {
        return Err(UndoMergeError::AlreadyUndone);
    }
    let people = [store::find_person(tx, from).await?, store::find_person(tx, into).await?];
    if people.iter().flatten().any(|row| row.erased_at.is_some()) {
        return Err(UndoMergeError::Erased);
    }
    if people[1].as_ref().is_some_and(|row| row.merged_into_id.is_some()) {
        return Err(UndoMergeError::MergedOn);
    }
    if !gives_roles && store::holds_office(tx, [from, into]).await? {
        return Err(UndoMergeError::HoldsOffice);
    }
    let mut left_behind = BTreeSet::new();
    for row in store::changes_of(tx, record.id).await? {
        let change = known_change(&row)?;
        if !change.put_back(tx).await? {
            left_behind.insert(words_for(change.table));
        }
    }
    store::mark_merged(tx, (from, None), None).await?;
    for id in [from, into] {
        store::ensure_primary(tx, id).await?;
    }
    store::end_sessions(tx, &[from, into], now).await?;
    let left_behind: Vec<&'static str> = left_behind.into_iter().collect();
    let entry = Entry {
        actor: Actor::Person(officer),
        action: "person.merge_undone",
        subject_kind: "person",
        subject_id: into,
        reason: None,
        values: Some((json!({ "into": into }), json!({ "from": from, "left_behind": left_behind }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(UndoneMerge { from_person_id: from, left_behind })
}

fn known_change(row: &merge_change::Model) -> Result<Change, Unexpected> {
    let known = KNOWN.iter().find(|(table, _)| *table == row.table_name);
    let found = known.and_then(|(table, columns)| {
        columns.iter().find(|column| **column == row.column_name).map(|column| (*table, *column))
    });
    let Some((table, column)) = found else {
        return Err(Unexpected::because(format!("no merge changes {}.{}", row.table_name, row.column_name)));
    };
    let read = |value: &Option<serde_json::Value>| serde_json::from_value::<Kept>(value.clone().unwrap_or_default());
    let (before, after) = (read(&row.value_before)?, read(&row.value_after)?);
    Ok(Change { table, row_id: row.row_id, column, before, after })
}

fn words_for(table: &str) -> &'static str {
    match table {
        "person" => "the name",
        "person_email" => "an email address",
        "person_profile" | "person_practice_role" => "something in the profile",
        "directory_entry" => "the choice about the directory",
        "email_choice" => "a choice about news",
        "role_grant" => "an office",
        "address_change" => "a change of address that was under way",
        "planned_type_change" => "a planned change of type",
        "membership" | "membership_term" => "something of the membership",
        "membership_application" => "an application",
        "membership_order" | "charge" => "something to be paid",
        "booking" | "place" => "a booking",
        "waiting_entry" => "a place on a waiting list",
        "needs_task" | "event_care" | "event_facilitator" => "work for a date",
        "in_house_enquiry" => "an enquiry about in-house training",
        _ => "something else on record",
    }
}
