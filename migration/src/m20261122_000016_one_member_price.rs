//! One member has the member price for one live place of an event (D8): the second claim is refused by the database, too.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE UNIQUE INDEX place_one_member_price ON place (event_id, person_id)
    WHERE state IN ('held', 'confirmed') AND price_reason = 'member'
";

const DOWN: &str = "
DROP INDEX place_one_member_price
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
