//! Every table says how long it is kept and which of its columns point to a person (D27).

use std::collections::{BTreeMap, BTreeSet};

use nairo::person_registry::RETENTION;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::database::TestDatabase;

/// Tables with their columns, as the database knows them.
async fn tables(db: &impl ConnectionTrait) -> BTreeMap<String, BTreeSet<String>> {
    let backend = db.get_database_backend();
    let text = match backend {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'"
        }
        _ => {
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
    };
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(backend, text)).await.unwrap() {
        let (table, column): (String, String) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        tables.entry(table).or_default().insert(column);
    }
    tables.remove("seaql_migrations");
    tables
}

/// Columns named like something that leads to a human being.
fn leads_to_a_person(column: &str) -> bool {
    let by_id = [
        "person_id",
        "granted_by_id",
        "recorded_by_id",
        "requested_by_id",
        "decided_by_id",
        "created_by_id",
        "edited_by_id",
    ];
    let by_address = column.ends_with("email") || column.ends_with("_address") && !column.starts_with("ip");
    by_id.iter().any(|end| column.ends_with(end)) || by_address
}

/// Columns that look as if they did, with why they do not.
const NO_PERSON: &[(&str, &str)] = &[
    // The charity's own address, printed in every footer.
    ("charity_identity", "email"),
    // One row says it all: `address` is the pointer, `folded_address` its shape for searching.
    ("person_email", "folded_address"),
    ("place", "folded_email"),
    ("in_house_enquiry", "folded_email"),
    ("address_change", "folded_address"),
    // Staged rows are found by their person, and gone after 30 days.
    ("import_row", "folded_email"),
    ("import_row", "folded_second_email"),
    // An organisation's postal address.
    ("charge_billing", "billing_address"),
    // A postal address; the row is found by its person.
    ("person_profile", "service_address"),
];

#[actix_web::test]
async fn every_table_has_a_retention_class_and_no_class_is_for_nothing() {
    let database = TestDatabase::migrated();
    let db = database.open().await;

    let tables: BTreeSet<String> = tables(db.reader()).await.into_keys().collect();
    let classed: BTreeSet<String> = RETENTION.iter().map(|row| row.table.to_owned()).collect();

    assert_eq!(classed.len(), RETENTION.len(), "a table stands twice in person_registry.rs");
    let unclassed: Vec<&String> = tables.difference(&classed).collect();
    let gone: Vec<&String> = classed.difference(&tables).collect();
    assert!(unclassed.is_empty(), "say in src/person_registry.rs how long these are kept: {unclassed:?}");
    assert!(gone.is_empty(), "src/person_registry.rs names tables that are not there: {gone:?}");
}

#[actix_web::test]
async fn every_column_that_leads_to_a_person_is_known() {
    let database = TestDatabase::migrated();
    let db = database.open().await;
    let tables = tables(db.reader()).await;

    let mut wrong = Vec::new();
    for row in RETENTION {
        let columns = &tables[row.table];
        let missing = row.person_columns.iter().filter(|column| !columns.contains(**column));
        wrong.extend(missing.map(|column| format!("{}.{column} is not there", row.table)));
        let unknown = columns.iter().filter(|column| {
            let column = column.as_str();
            leads_to_a_person(column)
                && !row.person_columns.contains(&column)
                && !NO_PERSON.contains(&(row.table, column))
        });
        wrong.extend(
            unknown.map(|column| format!("{}.{column} leads to a person; the registry does not say so", row.table)),
        );
    }

    assert!(wrong.is_empty(), "src/person_registry.rs and the schema disagree:\n{}", wrong.join("\n"));
}
