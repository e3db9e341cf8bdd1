//! When each line of a charge was raised: a line that is added later counts for its own month, not for that of the charge (REP-3).

use crate::ddl;
use sea_orm_migration::prelude::*;

/// Every writer says the instant; the default is there only for the moment between the two statements.
const UP: &str = "
ALTER TABLE charge_line ADD COLUMN raised_at {instant} NOT NULL DEFAULT '1970-01-01 00:00:00+00:00'
;
UPDATE charge_line SET raised_at = (SELECT charge.raised_at FROM charge WHERE charge.id = charge_line.charge_id)
;
CREATE INDEX charge_line_raised ON charge_line (raised_at)
";

const DOWN: &str = "
DROP INDEX charge_line_raised
;
ALTER TABLE charge_line DROP COLUMN raised_at
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
