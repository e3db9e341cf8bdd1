//! Until when people can be exchanged (SUB-4), dates that are booked with a code only, and codes that may be combined with another
//! lower price, or go past the seats (ELG-12).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE event_sale ADD COLUMN names_lock_days INTEGER CHECK (names_lock_days >= 0)
;
ALTER TABLE event_sale ADD COLUMN code_only {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE discount_code ADD COLUMN may_be_combined {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE discount_code ADD COLUMN passes_capacity {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE discount_code ADD COLUMN opens_hidden {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE discount_use ADD COLUMN seats_past_capacity INTEGER NOT NULL DEFAULT 0
";

const DOWN: &str = "
ALTER TABLE discount_use DROP COLUMN seats_past_capacity
;
ALTER TABLE discount_code DROP COLUMN opens_hidden
;
ALTER TABLE discount_code DROP COLUMN passes_capacity
;
ALTER TABLE discount_code DROP COLUMN may_be_combined
;
ALTER TABLE event_sale DROP COLUMN code_only
;
ALTER TABLE event_sale DROP COLUMN names_lock_days
";

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
