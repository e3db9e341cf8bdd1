//! Somebody books between two edits that make one notice: the second edit is a change of its own to them (RMD-11, REF-13).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE event_change ADD COLUMN booked_after {instant}
;
DROP INDEX event_change_open
;
CREATE UNIQUE INDEX event_change_open ON event_change (event_id) WHERE noticed_at IS NULL AND booked_after IS NULL
";

const DOWN: &str = "
UPDATE event_change SET noticed_at = notice_due_at WHERE noticed_at IS NULL AND booked_after IS NOT NULL
;
DROP INDEX event_change_open
;
CREATE UNIQUE INDEX event_change_open ON event_change (event_id) WHERE noticed_at IS NULL
;
ALTER TABLE event_change DROP COLUMN booked_after
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
        ddl::run(manager, DOWN).await
    }
}
