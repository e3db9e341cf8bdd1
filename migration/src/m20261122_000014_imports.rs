//! People brought from files, members written to files, and two records of one human being made one (rules 2.19, D9, D27).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] =
    &["import_mapping", "import_batch", "import_row", "member_export", "merge_record", "merge_change"];

const UP: &str = "
CREATE TABLE import_mapping (
    id {id},
    name TEXT NOT NULL UNIQUE,
    columns {json} NOT NULL,
    created_by_id BIGINT REFERENCES person (id),
    updated_at {instant} NOT NULL
)
;
CREATE TABLE import_batch (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    file_bytes BIGINT NOT NULL,
    stored_name TEXT,
    encoding TEXT NOT NULL CHECK (encoding IN ('utf_8', 'windows_1252')),
    delimiter TEXT NOT NULL CHECK (delimiter IN ('comma', 'semicolon', 'tab')),
    headers {json} NOT NULL,
    columns {json} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploaded', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone',
        'discarded')),
    addresses_verified {bool} NOT NULL,
    first_row_at BIGINT NOT NULL,
    next_byte BIGINT NOT NULL,
    next_line BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_done BIGINT NOT NULL,
    uploaded_by_id BIGINT NOT NULL REFERENCES person (id),
    confirmed_by_id BIGINT REFERENCES person (id),
    undone_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL,
    checked_at {instant},
    confirmed_at {instant},
    finished_at {instant},
    welcome_released_at {instant},
    rows_forgotten_at {instant}
)
;
CREATE TABLE import_row (
    id {id},
    batch_id BIGINT NOT NULL REFERENCES import_batch (id),
    line BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('good', 'problem', 'duplicate', 'left_out', 'written', 'undone', 'kept')),
    person_reference TEXT NOT NULL UNIQUE,
    folded_email TEXT,
    folded_second_email TEXT,
    number BIGINT,
    cells {json} NOT NULL,
    problems {json} NOT NULL,
    match_person_id BIGINT REFERENCES person (id),
    match_reason TEXT,
    choice TEXT NOT NULL CHECK (choice IN ('create', 'leave_out', 'join')),
    person_id BIGINT REFERENCES person (id),
    made {json},
    kept_reason TEXT,
    welcomed_at {instant},
    UNIQUE (batch_id, line)
)
;
CREATE INDEX import_row_state ON import_row (batch_id, state, line)
;
CREATE INDEX import_row_email ON import_row (batch_id, folded_email)
;
CREATE INDEX import_row_second_email ON import_row (batch_id, folded_second_email)
;
CREATE INDEX import_row_number ON import_row (batch_id, number)
;
CREATE INDEX import_row_person ON import_row (person_id)
;
CREATE INDEX import_row_match ON import_row (match_person_id)
;
CREATE TABLE member_export (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    filter {json} NOT NULL,
    filter_words TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'ready', 'expired')),
    stored_name TEXT NOT NULL,
    file_bytes BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    rows_written BIGINT NOT NULL,
    next_id BIGINT NOT NULL,
    requested_by_id BIGINT NOT NULL REFERENCES person (id),
    created_at {instant} NOT NULL,
    ready_at {instant},
    expires_at {instant} NOT NULL
)
;
CREATE INDEX member_export_requested_by ON member_export (requested_by_id)
;
CREATE TABLE merge_record (
    id {id},
    from_person_id BIGINT NOT NULL REFERENCES person (id),
    into_person_id BIGINT NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    merged_by_id BIGINT REFERENCES person (id),
    merged_at {instant} NOT NULL,
    undone_by_id BIGINT REFERENCES person (id),
    undone_at {instant}
)
;
CREATE INDEX merge_record_into ON merge_record (into_person_id)
;
CREATE UNIQUE INDEX merge_record_one_live ON merge_record (from_person_id) WHERE undone_at IS NULL
;
CREATE TABLE merge_change (
    id {id},
    merge_record_id BIGINT NOT NULL REFERENCES merge_record (id),
    table_name TEXT NOT NULL,
    row_id BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value_before {json},
    value_after {json}
)
;
CREATE INDEX merge_change_record ON merge_change (merge_record_id)
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
