//! Moves what this feature keeps of one record to another: addresses, offices, membership, choices about news, profile,
//! applications, orders, facts. Gives every value that changed, in the order it did.

use sea_orm::ConnectionTrait;

use super::choose_survivor::{KeptValues, MergeError};
use super::{consents, memberships, profiles, store, under_way};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, Kept, PersonColumn, move_all};

/// Columns whose pointers simply move.
const MOVED: &[PersonColumn] = &[
    PersonColumn { table: "role_grant", column: "person_id" },
    PersonColumn { table: "membership_application", column: "person_id" },
    PersonColumn { table: "membership_order", column: "person_id" },
    PersonColumn { table: "membership_fact", column: "person_id" },
    PersonColumn { table: "removal_proposal", column: "person_id" },
    PersonColumn { table: "person_note", column: "person_id" },
    PersonColumn { table: "registration_list_item", column: "person_id" },
    PersonColumn { table: "registration_check", column: "person_id" },
    PersonColumn { table: "registration_query", column: "person_id" },
    PersonColumn { table: "relayed_message", column: "sender_person_id" },
    PersonColumn { table: "relayed_message", column: "recipient_person_id" },
    PersonColumn { table: "import_row", column: "person_id" },
    PersonColumn { table: "import_row", column: "match_person_id" },
];

/// Moves everything in the caller's transaction. [`super::can_merge`] has said that it may be.
pub async fn move_rows(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    kept: KeptValues,
    now: Instant,
) -> Result<Vec<Change>, MergeError> {
    let mut changes = Vec::new();
    move_addresses(tx, (from, into), &mut changes).await?;
    choose_primary(tx, into, kept.primary_email_id, &mut changes).await?;
    if kept.takes_name {
        take_name(tx, (from, into), &mut changes).await?;
    }
    for at in MOVED {
        changes.extend(move_all(tx, *at, (from, into)).await?);
    }
    memberships::merge(tx, (from, into), &mut changes).await?;
    consents::merge(tx, (from, into), now, &mut changes).await?;
    profiles::merge(tx, (from, into), now, &mut changes).await?;
    under_way::merge(tx, (from, into), now, &mut changes).await?;
    Ok(changes)
}

/// Makes a change and notes it.
pub(super) async fn change(
    tx: &impl ConnectionTrait,
    changes: &mut Vec<Change>,
    (table, row_id, column): (&'static str, i64, &'static str),
    (before, after): (Kept, Kept),
) -> Result<(), Unexpected> {
    let change = Change { table, row_id, column, before, after };
    if !change.make(tx).await? {
        return Err(Unexpected::because(format!("{table}.{column} of row {row_id} is not what it was just now")));
    }
    changes.push(change);
    Ok(())
}

/// Addresses go to the survivor. One that both have stays where it is, and the proof that it is theirs goes over.
async fn move_addresses(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let own = store::emails_of(tx, into).await?;
    let mut has_primary = own.iter().any(|row| row.is_primary);
    for row in store::emails_of(tx, from).await? {
        if let Some(same) = own.iter().find(|held| held.folded_address == row.folded_address) {
            if same.verified_at.is_none() && row.verified_at.is_some() {
                let proof = (Kept::At(row.verified_at), Kept::At(None));
                change(tx, changes, ("person_email", row.id, "verified_at"), proof.clone()).await?;
                change(tx, changes, ("person_email", same.id, "verified_at"), (proof.1, proof.0)).await?;
            }
            continue;
        }
        if row.is_primary && has_primary {
            let no_longer = (Kept::Flag(true), Kept::Flag(false));
            change(tx, changes, ("person_email", row.id, "is_primary"), no_longer).await?;
        }
        has_primary |= row.is_primary;
        let moved = (Kept::Number(from), Kept::Number(into));
        change(tx, changes, ("person_email", row.id, "person_id"), moved).await?;
    }
    Ok(())
}

async fn choose_primary(
    tx: &impl ConnectionTrait,
    into: i64,
    chosen: Option<i64>,
    changes: &mut Vec<Change>,
) -> Result<(), MergeError> {
    let Some(chosen) = chosen else { return Ok(()) };
    let held = store::emails_of(tx, into).await?;
    let new = held.iter().find(|row| row.id == chosen).ok_or(MergeError::NotTheirAddress)?;
    if new.is_primary {
        return Ok(());
    }
    let (yes, no) = (Kept::Flag(true), Kept::Flag(false));
    for old in held.iter().filter(|row| row.is_primary) {
        change(tx, changes, ("person_email", old.id, "is_primary"), (yes.clone(), no.clone())).await?;
    }
    change(tx, changes, ("person_email", new.id, "is_primary"), (no, yes)).await?;
    Ok(())
}

async fn take_name(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let there = |row: Option<entity::person::Model>| row.context("a person to be merged is gone");
    let (gone, left) = (there(store::find_person(tx, from).await?)?, there(store::find_person(tx, into).await?)?);
    let pairs = [("full_name", left.full_name, gone.full_name), ("folded_name", left.folded_name, gone.folded_name)];
    for (column, before, after) in pairs {
        let values = (Kept::Text(Some(before)), Kept::Text(Some(after)));
        change(tx, changes, ("person", into, column), values).await?;
    }
    Ok(())
}
