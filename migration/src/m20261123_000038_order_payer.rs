//! Who pays for a term, as the person says before paying: they themselves, or their employer (CO-01).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE membership_order ADD COLUMN payer_kind TEXT NOT NULL DEFAULT 'self' CHECK (payer_kind IN ('self', 'employer'))
";

const DOWN: &str = "
ALTER TABLE membership_order DROP COLUMN payer_kind
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
