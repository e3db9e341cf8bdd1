//! More limits than the room: each is a number of places, and the smallest of them all is the pool's capacity, which every claim
//! looks at (HLD-10). And whoever waits may say that a place on another date of the course ends their wait (WTL-11);
//! what became of offers is still counted when the entries are forgotten (REP-4).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE seat_limit (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    name TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    UNIQUE (event_id, name)
)
;
ALTER TABLE capacity_pool ADD COLUMN room INTEGER NOT NULL DEFAULT 0 CHECK (room >= 0)
;
UPDATE capacity_pool SET room = capacity
;
ALTER TABLE waiting_entry ADD COLUMN leaves_for_other_date {bool} NOT NULL DEFAULT FALSE
;
CREATE TABLE waiting_tally (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    taken INTEGER NOT NULL,
    declined INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL
)
";

const DOWN: &str = "
DROP TABLE waiting_tally
;
ALTER TABLE waiting_entry DROP COLUMN leaves_for_other_date
;
ALTER TABLE capacity_pool DROP COLUMN room
;
DROP TABLE seat_limit
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
