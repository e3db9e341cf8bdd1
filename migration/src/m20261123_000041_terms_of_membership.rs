//! The terms of membership, version by version, and which of them somebody accepted with an order (CO-04). Orders from before name none.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE terms_of_membership (
    id {id},
    version INTEGER NOT NULL UNIQUE,
    words TEXT NOT NULL,
    created_at {instant} NOT NULL
)
;
ALTER TABLE membership_order ADD COLUMN terms_of_membership_id BIGINT REFERENCES terms_of_membership (id)
;
ALTER TABLE membership_order ADD COLUMN terms_accepted_at {instant} CHECK ((terms_accepted_at IS NULL) = (terms_of_membership_id IS NULL))
";

const DOWN: &str = "
ALTER TABLE membership_order DROP COLUMN terms_accepted_at
;
ALTER TABLE membership_order DROP COLUMN terms_of_membership_id
;
DROP TABLE terms_of_membership
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
