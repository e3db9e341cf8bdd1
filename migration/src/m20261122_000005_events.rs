//! Courses and dated events with parts and date certainty (D2, SES-1, SES-2).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["course", "event", "event_part", "event_facilitator"];

const UP: &str = "
CREATE TABLE course (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    overview TEXT NOT NULL,
    topics TEXT NOT NULL,
    audience TEXT NOT NULL,
    further_information TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    cpd_minutes INTEGER NOT NULL CHECK (cpd_minutes >= 0),
    standard_price_pence BIGINT NOT NULL CHECK (standard_price_pence >= 0),
    member_price_pence BIGINT NOT NULL CHECK (member_price_pence >= 0),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    version INTEGER NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
)
;
CREATE TABLE event (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    course_id BIGINT REFERENCES course (id),
    kind TEXT NOT NULL CHECK (kind IN ('training', 'members_meeting')),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    date_certainty TEXT NOT NULL CHECK (date_certainty IN ('date_and_time', 'date_only', 'month_only', 'to_be_announced')),
    first_day {date},
    starts_at {instant},
    ends_at {instant},
    zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'in_person', 'hybrid')),
    platform TEXT NOT NULL CHECK (platform IN ('zoom', 'teams', 'other', 'none', 'undecided')),
    venue TEXT NOT NULL,
    join_url TEXT,
    join_link_promised_on {date},
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled')),
    published_at {instant},
    cancelled_at {instant},
    cancel_reason TEXT,
    calendar_sequence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK ((date_certainty = 'date_and_time') = (starts_at IS NOT NULL AND ends_at IS NOT NULL)),
    CHECK (date_certainty = 'to_be_announced' OR first_day IS NOT NULL),
    CHECK (ends_at IS NULL OR ends_at > starts_at)
)
;
CREATE INDEX event_listing ON event (state, first_day)
;
CREATE TABLE event_part (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    wall_starts TEXT NOT NULL,
    wall_ends TEXT NOT NULL,
    starts_at {instant} NOT NULL,
    ends_at {instant} NOT NULL,
    CHECK (ends_at > starts_at),
    UNIQUE (event_id, position)
)
;
CREATE TABLE event_facilitator (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    post_held TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    UNIQUE (event_id, position)
)
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
