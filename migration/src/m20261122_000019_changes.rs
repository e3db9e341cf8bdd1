//! What happens to a place after it is booked: another person, another date (SUB, TRF), and what the organiser changed of an
//! event with the choice that gives (REF-13).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "place_naming",
    "place_change",
    "place_move",
    "place_request",
    "event_change",
    "event_change_notice",
    "event_cancel_failure",
];

const UP: &str = "
CREATE TABLE place_naming (
    id {id},
    place_id BIGINT NOT NULL REFERENCES place (id),
    kind TEXT NOT NULL CHECK (kind IN ('substitution', 'correction')),
    old_name TEXT NOT NULL,
    old_email TEXT NOT NULL,
    new_name TEXT NOT NULL,
    new_email TEXT NOT NULL,
    made_by TEXT NOT NULL CHECK (made_by IN ('booker', 'attendee', 'officer')),
    actor_person_id BIGINT REFERENCES person (id),
    made_at {instant} NOT NULL
)
;
CREATE INDEX place_naming_place ON place_naming (place_id)
;
CREATE TABLE place_change (
    id {id},
    kind TEXT NOT NULL CHECK (kind IN ('substitution', 'move')),
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    place_id BIGINT REFERENCES place (id),
    new_name TEXT NOT NULL,
    new_email TEXT NOT NULL,
    to_event_id BIGINT REFERENCES event (id),
    capacity_pool_id BIGINT REFERENCES capacity_pool (id),
    seats INTEGER NOT NULL CHECK (seats >= 0),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    charge_id BIGINT NOT NULL UNIQUE REFERENCES charge (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'expired', 'withdrawn', 'refused')),
    waits_until {instant} NOT NULL,
    made_by TEXT NOT NULL CHECK (made_by IN ('booker', 'officer')),
    actor_person_id BIGINT REFERENCES person (id),
    reason TEXT NOT NULL,
    made_at {instant} NOT NULL,
    ended_at {instant},
    CHECK ((kind = 'move') = (to_event_id IS NOT NULL AND capacity_pool_id IS NOT NULL))
)
;
CREATE UNIQUE INDEX place_change_waiting ON place_change (booking_id) WHERE state = 'waiting'
;
CREATE INDEX place_change_until ON place_change (waits_until) WHERE state = 'waiting'
;
CREATE TABLE place_move (
    id {id},
    old_place_id BIGINT NOT NULL UNIQUE REFERENCES place (id),
    new_place_id BIGINT NOT NULL UNIQUE REFERENCES place (id),
    old_booking_id BIGINT NOT NULL REFERENCES booking (id),
    new_booking_id BIGINT NOT NULL REFERENCES booking (id),
    old_refund_policy_id BIGINT NOT NULL REFERENCES refund_policy (id),
    old_first_day {date} NOT NULL,
    old_starts_at {instant},
    made_by TEXT NOT NULL CHECK (made_by IN ('booker', 'officer')),
    actor_person_id BIGINT REFERENCES person (id),
    reason TEXT NOT NULL,
    moved_at {instant} NOT NULL
)
;
CREATE INDEX place_move_new_booking ON place_move (new_booking_id)
;
CREATE INDEX place_move_old_booking ON place_move (old_booking_id)
;
CREATE TABLE place_request (
    id {id},
    place_id BIGINT NOT NULL REFERENCES place (id),
    link_generation INTEGER NOT NULL,
    asked_at {instant} NOT NULL,
    UNIQUE (place_id, link_generation)
)
;
CREATE TABLE event_change (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    gives_choice {bool} NOT NULL,
    moves_time {bool} NOT NULL,
    old_certainty TEXT NOT NULL CHECK (old_certainty IN ('date_and_time', 'date_only', 'month_only', 'to_be_announced')),
    old_first_day {date},
    old_starts_at {instant},
    old_ends_at {instant},
    old_mode TEXT NOT NULL CHECK (old_mode IN ('online', 'in_person', 'hybrid')),
    old_platform TEXT NOT NULL,
    old_venue TEXT NOT NULL,
    old_title TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by_id BIGINT REFERENCES person (id),
    made_at {instant} NOT NULL,
    notice_due_at {instant} NOT NULL,
    noticed_at {instant}
)
;
CREATE UNIQUE INDEX event_change_open ON event_change (event_id) WHERE noticed_at IS NULL
;
CREATE INDEX event_change_event ON event_change (event_id)
;
CREATE TABLE event_change_notice (
    id {id},
    event_change_id BIGINT NOT NULL REFERENCES event_change (id),
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    told_at {instant} NOT NULL,
    kept_at {instant},
    kept_by_person_id BIGINT REFERENCES person (id),
    UNIQUE (event_change_id, booking_id)
)
;
CREATE INDEX event_change_notice_booking ON event_change_notice (booking_id)
;
CREATE TABLE event_cancel_failure (
    booking_id BIGINT PRIMARY KEY REFERENCES booking (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    why TEXT NOT NULL,
    tries INTEGER NOT NULL,
    failed_at {instant} NOT NULL
)
;
CREATE INDEX event_cancel_failure_event ON event_cancel_failure (event_id)
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
        ddl::drop_tables(manager, TABLES).await
    }
}
