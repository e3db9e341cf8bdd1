//! The waiting list of an event: who waits, and the seats that are offered to them (WTL-1 to WTL-14, D5).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE capacity_pool ADD COLUMN people_waiting INTEGER NOT NULL DEFAULT 0 CHECK (people_waiting >= 0)
;
ALTER TABLE event_sale ADD COLUMN shows_waiting_position {bool} NOT NULL DEFAULT FALSE
;
CREATE TABLE waiting_entry (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    person_id BIGINT REFERENCES person (id),
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    email TEXT NOT NULL,
    folded_email TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places > 0),
    all_together {bool} NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority >= 0),
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'offered', 'taken', 'declined', 'expired', 'withdrawn', 'closed')),
    joined_at {instant} NOT NULL,
    told_some_free_at {instant},
    told_first_come_at {instant},
    beside_booking_id BIGINT REFERENCES booking (id),
    booking_id BIGINT REFERENCES booking (id),
    link_generation INTEGER NOT NULL,
    ended_at {instant},
    CHECK ((state IN ('waiting', 'offered')) = (ended_at IS NULL))
)
;
CREATE UNIQUE INDEX waiting_entry_one_open ON waiting_entry (event_id, folded_email)
    WHERE state IN ('waiting', 'offered') AND folded_email <> ''
;
CREATE INDEX waiting_entry_event ON waiting_entry (event_id, state)
;
CREATE INDEX waiting_entry_person ON waiting_entry (person_id)
;
CREATE TABLE waiting_offer (
    id {id},
    waiting_entry_id BIGINT NOT NULL REFERENCES waiting_entry (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    capacity_pool_id BIGINT NOT NULL REFERENCES capacity_pool (id),
    seats INTEGER NOT NULL CHECK (seats > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'expired', 'withdrawn')),
    offered_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant},
    CHECK ((state = 'open') = (ended_at IS NULL))
)
;
CREATE UNIQUE INDEX waiting_offer_one_open ON waiting_offer (waiting_entry_id) WHERE state = 'open'
;
CREATE INDEX waiting_offer_open ON waiting_offer (event_id) WHERE state = 'open'
";

const DOWN: &str = "
DROP TABLE waiting_offer
;
DROP TABLE waiting_entry
;
ALTER TABLE event_sale DROP COLUMN shows_waiting_position
;
ALTER TABLE capacity_pool DROP COLUMN people_waiting
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
