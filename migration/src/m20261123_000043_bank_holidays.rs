//! What the charity has changed of the bank holidays that come with the program: days added and days taken away (TM-05).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE bank_holiday (
    id {id},
    day {date} NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    is_holiday {bool} NOT NULL,
    changed_at {instant} NOT NULL
)
;
CREATE UNIQUE INDEX bank_holiday_day ON bank_holiday (day)
";

const DOWN: &str = "
DROP TABLE bank_holiday
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
