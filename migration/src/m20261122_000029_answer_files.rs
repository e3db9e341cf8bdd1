//! Files as answers, which lie beside the answer and go with it (QST-1); and facilitators found by their person (TRN-1).

use crate::ddl::{self, Words};
use sea_orm_migration::prelude::*;

const KINDS: Words<'static> = Words {
    table: "question_version",
    column: "kind",
    before: &["text", "long_text", "yes_no", "one_of", "many_of", "date"],
    after: &["text", "long_text", "yes_no", "one_of", "many_of", "date", "file"],
};

const UP: &str = "
CREATE TABLE answer_file (
    id {id},
    question_answer_id BIGINT NOT NULL UNIQUE REFERENCES question_answer (id) ON DELETE CASCADE,
    file_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'docx', 'jpeg', 'png')),
    content {bytes} NOT NULL
)
;
CREATE INDEX event_facilitator_person ON event_facilitator (person_id)
";

const DOWN: &str = "
DROP INDEX event_facilitator_person
;
DROP TABLE answer_file
;
UPDATE question_version SET kind = 'text' WHERE kind = 'file'
";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::change_words(manager, &KINDS).await?;
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await?;
        ddl::change_words(manager, &KINDS.reversed()).await
    }
}
