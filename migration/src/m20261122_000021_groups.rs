//! Groups: the claim link of a place without a name (GRP-2), and how often a booker was asked for names (GRP-3).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE place_invitation (
    place_id BIGINT PRIMARY KEY REFERENCES place (id),
    generation INTEGER NOT NULL CHECK (generation > 0),
    sent_to TEXT NOT NULL,
    sent_at {instant} NOT NULL,
    used_at {instant}
)
;
CREATE TABLE name_chase (
    booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
    chases INTEGER NOT NULL CHECK (chases > 0),
    last_chased_at {instant} NOT NULL
)
;
CREATE INDEX place_unnamed ON place (event_id)
    WHERE state IN ('held', 'confirmed') AND folded_name = ''
";

const DOWN: &str = "
DROP INDEX place_unnamed
;
DROP TABLE name_chase
;
DROP TABLE place_invitation
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
