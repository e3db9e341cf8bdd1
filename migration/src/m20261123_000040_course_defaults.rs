//! A course says which refund policy its dates begin with and what to read before the day; a date has reading and CPD minutes of its
//! own, copied from the course when it is created (SES-1). Dates that are there already take what their course says today.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE course ADD COLUMN resources TEXT NOT NULL DEFAULT ''
;
ALTER TABLE course ADD COLUMN refund_policy_code TEXT
;
ALTER TABLE event ADD COLUMN cpd_minutes INTEGER NOT NULL DEFAULT 0 CHECK (cpd_minutes >= 0)
;
ALTER TABLE event ADD COLUMN resources TEXT NOT NULL DEFAULT ''
;
UPDATE event SET cpd_minutes = (SELECT course.cpd_minutes FROM course WHERE course.id = event.course_id)
WHERE course_id IS NOT NULL
";

const DOWN: &str = "
ALTER TABLE event DROP COLUMN resources
;
ALTER TABLE event DROP COLUMN cpd_minutes
;
ALTER TABLE course DROP COLUMN refund_policy_code
;
ALTER TABLE course DROP COLUMN resources
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
