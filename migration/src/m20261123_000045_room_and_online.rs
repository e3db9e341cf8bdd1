//! A date in person and online has two numbers of places (SES-8): which of the two each place, wish and offer is for, and how many
//! seats a change keeps in each until it is paid. What people need to know of a venue stands beside the event.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE event_venue (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    room TEXT NOT NULL,
    address TEXT NOT NULL,
    travel TEXT NOT NULL,
    access TEXT NOT NULL,
    arrive_minutes INTEGER CHECK (arrive_minutes > 0)
)
;
ALTER TABLE place ADD COLUMN mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'room', 'online'))
;
ALTER TABLE waiting_entry ADD COLUMN mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'room', 'online'))
;
ALTER TABLE waiting_offer ADD COLUMN mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'room', 'online'))
;
ALTER TABLE place_change ADD COLUMN room_seats INTEGER NOT NULL DEFAULT 0 CHECK (room_seats >= 0)
;
ALTER TABLE place_change ADD COLUMN online_seats INTEGER NOT NULL DEFAULT 0 CHECK (online_seats >= 0)
";

const DOWN: &str = "
ALTER TABLE place_change DROP COLUMN online_seats
;
ALTER TABLE place_change DROP COLUMN room_seats
;
ALTER TABLE waiting_offer DROP COLUMN mode
;
ALTER TABLE waiting_entry DROP COLUMN mode
;
ALTER TABLE place DROP COLUMN mode
;
DROP TABLE event_venue
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
