//! Membership as a chain of dated terms; standing is derived from them, never typed (D3, D6, D7).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["membership_type", "membership_price", "number_series", "membership", "membership_term"];

const UP: &str = "
CREATE TABLE membership_type (
    id {id},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    who_for TEXT NOT NULL,
    term_months INTEGER NOT NULL CHECK (term_months > 0),
    needs_decision {bool} NOT NULL,
    gives_member_price {bool} NOT NULL,
    position INTEGER NOT NULL,
    closed_on {date}
)
;
CREATE TABLE membership_price (
    id {id},
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    valid_from {date} NOT NULL,
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    UNIQUE (membership_type_id, valid_from)
)
;
CREATE TABLE number_series (
    name TEXT PRIMARY KEY,
    last_number BIGINT NOT NULL
)
;
CREATE TABLE membership (
    id {id},
    person_id BIGINT NOT NULL UNIQUE REFERENCES person (id),
    number BIGINT NOT NULL UNIQUE,
    member_since {date} NOT NULL,
    created_at {instant} NOT NULL
)
;
CREATE TABLE membership_term (
    id {id},
    membership_id BIGINT NOT NULL REFERENCES membership (id),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    basis TEXT NOT NULL CHECK (basis IN ('paid', 'honorary', 'life', 'complimentary')),
    starts_on {date} NOT NULL,
    ends_on {date} NOT NULL,
    charge_id BIGINT REFERENCES charge (id),
    money_cleared_at {instant},
    ended_early_on {date},
    end_reason TEXT,
    created_at {instant} NOT NULL,
    CHECK (ends_on >= starts_on),
    UNIQUE (membership_id, starts_on)
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
