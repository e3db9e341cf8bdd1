//! Renewal notices sent, each with the price it promised (CO-12), and types to be taken with the next renewal.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE renewal_notice (
    id {id},
    membership_term_id BIGINT NOT NULL REFERENCES membership_term (id),
    kind TEXT NOT NULL CHECK (kind IN ('60_days', '30_days', '7_days', 'last_day', 'grace_over')),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    sent_at {instant} NOT NULL,
    UNIQUE (membership_term_id, kind)
)
;
CREATE TABLE planned_type_change (
    id {id},
    person_id BIGINT NOT NULL UNIQUE REFERENCES person (id),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    planned_at {instant} NOT NULL
)
;
CREATE INDEX membership_application_person ON membership_application (person_id)
;
CREATE INDEX membership_order_open_until ON membership_order (open_until) WHERE state = 'open'
";

const DOWN: &str = "
DROP INDEX membership_application_person
;
DROP INDEX membership_order_open_until
;
DROP TABLE planned_type_change
;
DROP TABLE renewal_notice
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
