//! What officers find people by, as words to be looked up by their beginning; and the notes officers keep about a person.

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["person_search_token", "person_note"];

const UP: &str = "
CREATE TABLE person_search_token (
    id {id},
    token {folded} NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    UNIQUE (token, person_id)
)
;
CREATE INDEX person_search_token_person ON person_search_token (person_id, token)
;
CREATE INDEX person_by_name ON person (folded_name, id)
;
CREATE TABLE person_note (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    written_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL
)
;
CREATE INDEX person_note_person ON person_note (person_id)
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
        ddl::run(manager, "DROP INDEX person_by_name").await?;
        ddl::drop_tables(manager, TABLES).await
    }
}
