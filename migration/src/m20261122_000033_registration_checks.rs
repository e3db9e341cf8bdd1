//! The yearly check of professional registrations against the regulator's public search (rules 2.1, PR-02): lists of at most 100
//! numbers, what the register said of each, every check that was made, and the queries that checks opened.

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["registration_list", "registration_list_item", "registration_check", "registration_query"];

const UP: &str = "
CREATE TABLE registration_list (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dropped')),
    numbers BIGINT NOT NULL,
    uploads BIGINT NOT NULL,
    problems {json} NOT NULL,
    prepared_by_id BIGINT NOT NULL REFERENCES person (id),
    prepared_at {instant} NOT NULL,
    downloaded_at {instant},
    uploaded_at {instant},
    closed_at {instant}
)
;
CREATE INDEX registration_list_state ON registration_list (state)
;
CREATE TABLE registration_list_item (
    id {id},
    list_id BIGINT NOT NULL REFERENCES registration_list (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('matched', 'name_differs', 'not_found', 'not_registered')),
    registered_until {date},
    name_found TEXT,
    status_found TEXT
)
;
CREATE INDEX registration_list_item_list ON registration_list_item (list_id)
;
CREATE INDEX registration_list_item_person ON registration_list_item (person_id)
;
CREATE TABLE registration_check (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('matched', 'name_differs', 'not_found', 'not_registered')),
    checked_on {date} NOT NULL,
    registered_until {date},
    name_found TEXT,
    status_found TEXT,
    by_hand {bool} NOT NULL,
    checked_by_id BIGINT NOT NULL REFERENCES person (id),
    recorded_at {instant} NOT NULL
)
;
CREATE INDEX registration_check_person ON registration_check (person_id, checked_on)
;
CREATE TABLE registration_query (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    check_id BIGINT NOT NULL REFERENCES registration_check (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'asked', 'put_right', 'in_order')),
    note TEXT,
    opened_at {instant} NOT NULL,
    handled_by_id BIGINT REFERENCES person (id),
    handled_at {instant}
)
;
CREATE INDEX registration_query_person ON registration_query (person_id)
;
CREATE INDEX registration_query_check ON registration_query (check_id)
;
CREATE INDEX registration_query_waiting ON registration_query (opened_at) WHERE state IN ('open', 'asked')
";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, TABLES).await
    }
}
