//! What a type asks for as evidence, the words each applicant declared, decisions on renewals, types outside the directory, and
//! notices that offer nothing because their type closes.

use crate::ddl::{self, Words};
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE membership_type_version ADD COLUMN needed_role TEXT
;
ALTER TABLE membership_type_version ADD COLUMN asks_employer {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE membership_type_version ADD COLUMN least_years INTEGER CHECK (least_years BETWEEN 0 AND 60)
;
ALTER TABLE membership_type_version ADD COLUMN declaration TEXT NOT NULL DEFAULT ''
;
ALTER TABLE membership_type_version ADD COLUMN renewal_needs_decision {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE membership_type_version ADD COLUMN is_in_directory {bool} NOT NULL DEFAULT TRUE
;
ALTER TABLE membership_application ADD COLUMN membership_type_version_id BIGINT REFERENCES membership_type_version (id)
;
ALTER TABLE membership_application ADD COLUMN declaration TEXT
;
ALTER TABLE renewal_notice ADD COLUMN is_offer {bool} NOT NULL DEFAULT TRUE
";

const DOWN: &str = "
ALTER TABLE renewal_notice DROP COLUMN is_offer
;
ALTER TABLE membership_application DROP COLUMN declaration
;
ALTER TABLE membership_application DROP COLUMN membership_type_version_id
;
ALTER TABLE membership_type_version DROP COLUMN is_in_directory
;
ALTER TABLE membership_type_version DROP COLUMN renewal_needs_decision
;
ALTER TABLE membership_type_version DROP COLUMN declaration
;
ALTER TABLE membership_type_version DROP COLUMN least_years
;
ALTER TABLE membership_type_version DROP COLUMN asks_employer
;
ALTER TABLE membership_type_version DROP COLUMN needed_role
";

/// A renewal may be applied for.
const KINDS: Words<'static> = Words {
    table: "membership_application",
    column: "kind",
    before: &["joining", "rejoining", "type_change"],
    after: &["joining", "rejoining", "renewal", "type_change"],
};

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::change_words(manager, &KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, "UPDATE membership_application SET kind = 'rejoining' WHERE kind = 'renewal'").await?;
        ddl::change_words(manager, &KINDS.reversed()).await?;
        ddl::run(manager, DOWN).await
    }
}
