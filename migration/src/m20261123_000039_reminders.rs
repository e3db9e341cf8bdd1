//! Who was reminded of which date, and from when on people are: a site that is updated in the middle of a season starts with what
//! falls due from then on.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE reminding (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    begins_at {instant} NOT NULL
)
;
CREATE TABLE reminder (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    place_id BIGINT REFERENCES place (id),
    rule TEXT NOT NULL CHECK (rule IN ('refund_day', 'week', 'two_working_days', 'hour')),
    event_begins_at {instant} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'missed', 'skipped')),
    noted_at {instant} NOT NULL
)
;
CREATE UNIQUE INDEX reminder_place ON reminder (place_id, rule, event_begins_at) WHERE place_id IS NOT NULL
;
CREATE UNIQUE INDEX reminder_booking ON reminder (booking_id, rule, event_begins_at) WHERE place_id IS NULL
;
CREATE INDEX reminder_event ON reminder (event_id, rule)
";

const DOWN: &str = "
DROP TABLE reminder
;
DROP TABLE reminding
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
