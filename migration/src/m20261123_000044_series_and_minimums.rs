//! A date that runs only when enough people come, with the instant at which that is decided (SES-7); and meetings that are dates of
//! one series, which can be booked all at once (SES-6).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE event ADD COLUMN least_places INTEGER CHECK (least_places >= 1)
;
ALTER TABLE event ADD COLUMN decide_at {instant} CHECK ((decide_at IS NULL) = (least_places IS NULL))
;
ALTER TABLE event ADD COLUMN confirmed_to_run_at {instant}
;
ALTER TABLE event ADD COLUMN found_short_at {instant}
;
CREATE INDEX event_to_decide ON event (decide_at) WHERE confirmed_to_run_at IS NULL AND found_short_at IS NULL
;
CREATE TABLE event_series (
    id {id},
    name TEXT NOT NULL,
    created_at {instant} NOT NULL
)
;
CREATE TABLE event_series_date (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    series_id BIGINT NOT NULL REFERENCES event_series (id)
)
;
CREATE INDEX event_series_date_series ON event_series_date (series_id)
;
CREATE TABLE series_booking (
    id {id},
    series_id BIGINT NOT NULL REFERENCES event_series (id),
    booked_at {instant} NOT NULL
)
;
CREATE TABLE series_booking_date (
    id {id},
    series_booking_id BIGINT NOT NULL REFERENCES series_booking (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    booking_id BIGINT REFERENCES booking (id),
    left_out TEXT,
    CHECK ((booking_id IS NULL) = (left_out IS NOT NULL)),
    UNIQUE (series_booking_id, event_id)
)
;
CREATE UNIQUE INDEX series_booking_date_booking ON series_booking_date (booking_id) WHERE booking_id IS NOT NULL
";

const DOWN: &str = "
DROP TABLE series_booking_date
;
DROP TABLE series_booking
;
DROP TABLE event_series_date
;
DROP TABLE event_series
;
DROP INDEX event_to_decide
;
ALTER TABLE event DROP COLUMN found_short_at
;
ALTER TABLE event DROP COLUMN confirmed_to_run_at
;
ALTER TABLE event DROP COLUMN decide_at
;
ALTER TABLE event DROP COLUMN least_places
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
