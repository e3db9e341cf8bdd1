//! Selling: capacity pools, price bands, versioned refund policies and terms, bookings and places (D8, D9, HLD, REF).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "refund_policy",
    "booking_terms",
    "event_sale",
    "capacity_pool",
    "price_band",
    "booking",
    "place",
    "place_cancellation",
];

const UP: &str = "
CREATE TABLE refund_policy (
    id {id},
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    tiers {json} NOT NULL,
    created_at {instant} NOT NULL,
    UNIQUE (code, version)
)
;
CREATE TABLE booking_terms (
    id {id},
    version INTEGER NOT NULL UNIQUE,
    words TEXT NOT NULL,
    created_at {instant} NOT NULL
)
;
CREATE TABLE event_sale (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    refund_policy_id BIGINT NOT NULL REFERENCES refund_policy (id),
    most_places_a_booking INTEGER NOT NULL CHECK (most_places_a_booking > 0),
    closes_at {instant},
    members_only {bool} NOT NULL
)
;
CREATE TABLE capacity_pool (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    name TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity >= 0),
    places_taken INTEGER NOT NULL DEFAULT 0 CHECK (places_taken >= 0),
    UNIQUE (event_id, name)
)
;
CREATE TABLE price_band (
    id {id},
    event_id BIGINT NOT NULL REFERENCES event (id),
    audience TEXT NOT NULL CHECK (audience IN ('member', 'standard')),
    name TEXT NOT NULL,
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    vat_treatment TEXT NOT NULL CHECK (vat_treatment IN ('outside_scope', 'exempt', 'zero', 'standard')),
    UNIQUE (event_id, audience)
)
;
CREATE TABLE booking (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    event_id BIGINT NOT NULL REFERENCES event (id),
    booker_person_id BIGINT REFERENCES person (id),
    booker_name TEXT NOT NULL,
    booker_email TEXT NOT NULL,
    payer_kind TEXT NOT NULL CHECK (payer_kind IN ('person', 'organisation')),
    organisation_id BIGINT REFERENCES organisation (id),
    organisation_name TEXT,
    payment_method TEXT NOT NULL CHECK (payment_method IN ('card', 'bank_transfer', 'free')),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'expired', 'cancelled')),
    held_until {instant},
    charge_id BIGINT UNIQUE REFERENCES charge (id),
    total_pence BIGINT NOT NULL CHECK (total_pence >= 0),
    refund_policy_id BIGINT NOT NULL REFERENCES refund_policy (id),
    booking_terms_id BIGINT NOT NULL REFERENCES booking_terms (id),
    start_now_accepted_at {instant},
    link_generation INTEGER NOT NULL,
    booked_at {instant} NOT NULL,
    booked_on {date} NOT NULL,
    confirmed_at {instant},
    ended_at {instant},
    personal_data_wiped_at {instant},
    CHECK (state <> 'held' OR held_until IS NOT NULL)
)
;
CREATE INDEX booking_event ON booking (event_id, state)
;
CREATE INDEX booking_held ON booking (held_until) WHERE state = 'held'
;
CREATE INDEX booking_booker ON booking (booker_person_id)
;
CREATE TABLE place (
    id {id},
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    event_id BIGINT NOT NULL REFERENCES event (id),
    capacity_pool_id BIGINT NOT NULL REFERENCES capacity_pool (id),
    position INTEGER NOT NULL,
    is_booker {bool} NOT NULL,
    attendee_name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    attendee_email TEXT NOT NULL,
    folded_email TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    price_reason TEXT NOT NULL CHECK (price_reason IN ('standard', 'member', 'free')),
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    charge_line_id BIGINT REFERENCES charge_line (id),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'expired', 'cancelled')),
    calendar_uid TEXT NOT NULL UNIQUE,
    calendar_sequence INTEGER NOT NULL,
    link_generation INTEGER NOT NULL,
    member_price_claimed_at {instant},
    UNIQUE (booking_id, position)
)
;
CREATE UNIQUE INDEX place_one_live ON place (event_id, folded_email, folded_name)
    WHERE state IN ('held', 'confirmed') AND folded_name <> ''
;
CREATE INDEX place_event ON place (event_id, state)
;
CREATE INDEX place_person ON place (person_id)
;
CREATE TABLE place_cancellation (
    id {id},
    place_id BIGINT NOT NULL UNIQUE REFERENCES place (id),
    cancelled_by TEXT NOT NULL CHECK (cancelled_by IN ('booker', 'attendee', 'organiser', 'system')),
    actor_person_id BIGINT REFERENCES person (id),
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    refund_pence BIGINT NOT NULL CHECK (refund_pence >= 0),
    reason TEXT NOT NULL,
    cancelled_at {instant} NOT NULL
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
