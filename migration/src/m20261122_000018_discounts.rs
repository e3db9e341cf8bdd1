//! Early bird prices, discount codes with their uses, what a place cost before its discount (ELG-10 to ELG-14), and the membership
//! that is joined with a booking (ELG-7).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE refund_policy ADD COLUMN created_by_id BIGINT REFERENCES person (id)
;
ALTER TABLE place ADD COLUMN list_pence BIGINT NOT NULL DEFAULT 0
;
ALTER TABLE place ADD COLUMN price_note TEXT NOT NULL DEFAULT ''
;
UPDATE place SET list_pence = price_pence
;
ALTER TABLE booking ADD COLUMN joins_order_id BIGINT REFERENCES membership_order (id)
;
ALTER TABLE booking ADD COLUMN joins_too_at {instant}
;
CREATE TABLE early_bird (
    event_id BIGINT PRIMARY KEY REFERENCES event (id),
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    ends_at {instant} NOT NULL,
    most_places INTEGER CHECK (most_places > 0),
    created_at {instant} NOT NULL
)
;
CREATE TABLE discount_code (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('percent', 'off_booking', 'fixed_price')),
    amount BIGINT NOT NULL CHECK (amount >= 0 AND (kind <> 'percent' OR amount <= 100)),
    starts_at {instant},
    ends_at {instant},
    ended_at {instant},
    most_uses INTEGER CHECK (most_uses > 0),
    most_uses_a_person INTEGER CHECK (most_uses_a_person > 0),
    least_places INTEGER NOT NULL CHECK (least_places > 0),
    most_places INTEGER CHECK (most_places > 0),
    budget_pence BIGINT CHECK (budget_pence > 0),
    members_only {bool} NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
    given_pence BIGINT NOT NULL DEFAULT 0 CHECK (given_pence >= 0),
    created_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL
)
;
CREATE TABLE discount_code_scope (
    id {id},
    discount_code_id BIGINT NOT NULL REFERENCES discount_code (id),
    course_id BIGINT REFERENCES course (id),
    event_id BIGINT REFERENCES event (id),
    CHECK ((course_id IS NULL) <> (event_id IS NULL))
)
;
CREATE INDEX discount_code_scope_code ON discount_code_scope (discount_code_id)
;
CREATE TABLE discount_use (
    id {id},
    discount_code_id BIGINT NOT NULL REFERENCES discount_code (id),
    booking_id BIGINT NOT NULL UNIQUE REFERENCES booking (id),
    given_pence BIGINT NOT NULL CHECK (given_pence >= 0),
    counted_at {instant} NOT NULL,
    returned_at {instant}
)
;
CREATE INDEX discount_use_code ON discount_use (discount_code_id)
";

const DOWN: &str = "
DROP TABLE discount_use
;
DROP TABLE discount_code_scope
;
DROP TABLE discount_code
;
DROP TABLE early_bird
;
ALTER TABLE booking DROP COLUMN joins_too_at
;
ALTER TABLE booking DROP COLUMN joins_order_id
;
ALTER TABLE place DROP COLUMN price_note
;
ALTER TABLE place DROP COLUMN list_pence
;
ALTER TABLE refund_policy DROP COLUMN created_by_id
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
