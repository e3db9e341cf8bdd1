//! This feature's part of what is kept of a person (D27): everything its tables hold about them. Hashes of passwords, tokens and
//! codes are no information about a person and are left out of their download.

use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};

use super::{applications, factors, membership, people, roles, session, sign_in};
use crate::kernel::Unexpected;
use crate::person_rows::{PersonColumn, delete_rows, rows_as_json};

/// Tables with a column that points to a person which these hooks answer for.
pub const TABLES: &[&str] = &[
    "person",
    "person_email",
    "login",
    "login_session",
    "sign_in_code",
    "totp_factor",
    "passkey",
    "recovery_code",
    "role_grant",
    "person_profile",
    "person_practice_role",
    "email_choice",
    "directory_entry",
    "address_change",
    "person_search_token",
    "person_note",
    "relayed_message",
    "membership",
    "membership_type_version",
    "membership_application",
    "membership_decision",
    "membership_order",
    "membership_fact",
    "removal_proposal",
    "planned_type_change",
    "registration_list",
    "registration_list_item",
    "registration_check",
    "registration_query",
    "import_mapping",
    "import_batch",
    "import_row",
    "member_export",
    "merge_record",
];

const fn of(table: &'static str) -> PersonColumn {
    PersonColumn { table, column: "person_id" }
}

/// Shown row by row, under these headings.
const SHOWN: &[(&str, PersonColumn)] = &[
    ("profile", of("person_profile")),
    ("practice_roles", of("person_practice_role")),
    ("choices_about_news", of("email_choice")),
    ("directory", of("directory_entry")),
    ("changes_of_address", of("address_change")),
    ("orders", of("membership_order")),
    ("facts_about_membership", of("membership_fact")),
    ("removals_put_forward", of("removal_proposal")),
    ("planned_changes_of_type", of("planned_type_change")),
    ("notes_about_you", of("person_note")),
    ("registration_lists", of("registration_list_item")),
    ("registration_checks", of("registration_check")),
    ("registration_queries", of("registration_query")),
    ("rows_of_imports", of("import_row")),
];

/// Rows that exist for the sake of the person alone: gone when the person is erased.
const GONE_WITH_PERSON: &[PersonColumn] = &[
    of("person_email"),
    of("login"),
    of("login_session"),
    of("sign_in_code"),
    of("totp_factor"),
    of("passkey"),
    of("recovery_code"),
    of("person_profile"),
    of("person_practice_role"),
    of("directory_entry"),
    of("address_change"),
    of("person_search_token"),
    of("person_note"),
    of("removal_proposal"),
    of("planned_type_change"),
    of("registration_list_item"),
    // Before the checks that queries rest on.
    of("registration_query"),
    of("registration_check"),
    PersonColumn { table: "relayed_message", column: "sender_person_id" },
    PersonColumn { table: "relayed_message", column: "recipient_person_id" },
    of("import_row"),
    PersonColumn { table: "import_row", column: "match_person_id" },
];

/// Everything about one human being; `ids` are their records, the one that is left first.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let Some(person_id) = ids.first().copied() else { return Ok(Value::Null) };
    let mut all = Map::new();
    for (name, value) in [
        ("person", people::export(db, person_id).await?),
        ("login", sign_in::export(db, person_id).await?),
        ("second_factors", json!(factors::export(db, person_id).await?)),
        ("sessions", json!(session::export(db, person_id).await?)),
        ("offices", json!(roles::export(db, person_id).await?)),
        ("membership", membership::export(db, person_id).await?),
        ("applications", json!(applications::queries::export(db, person_id).await?)),
    ] {
        all.insert(name.to_owned(), value);
    }
    for (name, at) in SHOWN {
        all.insert((*name).to_owned(), Value::Array(rows_as_json(db, *at, ids).await?));
    }
    Ok(Value::Object(all))
}

/// Deletes what exists for the sake of these people alone.
pub(super) async fn delete_own_rows(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), Unexpected> {
    for at in GONE_WITH_PERSON {
        delete_rows(tx, *at, ids).await?;
    }
    Ok(())
}
