//! Types by dated version; applications and their decisions; orders that become terms; dated facts about a membership (D6, D7).

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE membership_type_version (
    id {id},
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    valid_from {date} NOT NULL,
    name TEXT NOT NULL,
    who_for TEXT NOT NULL,
    rights TEXT NOT NULL,
    applied_for_by TEXT NOT NULL CHECK (applied_for_by IN ('anyone', 'invitation', 'trustees')),
    term_months INTEGER NOT NULL CHECK (term_months > 0),
    needs_decision {bool} NOT NULL,
    needs_second_decider {bool} NOT NULL,
    asks_registration {bool} NOT NULL,
    has_vote {bool} NOT NULL,
    gives_member_price {bool} NOT NULL,
    joining_price_pence BIGINT NOT NULL CHECK (joining_price_pence >= 0),
    renewal_price_pence BIGINT NOT NULL CHECK (renewal_price_pence >= 0),
    created_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL,
    UNIQUE (membership_type_id, valid_from)
)
;
INSERT INTO membership_type_version (membership_type_id, valid_from, name, who_for, rights, applied_for_by, term_months,
    needs_decision, needs_second_decider, asks_registration, has_vote, gives_member_price, joining_price_pence,
    renewal_price_pence, created_by_id, created_at)
SELECT kind.id, price.valid_from, kind.name, kind.who_for, '', 'anyone', kind.term_months, kind.needs_decision, FALSE,
    FALSE, kind.needs_decision, kind.gives_member_price, price.price_pence, price.price_pence, NULL,
    '2026-11-22T00:00:00.000000+00:00'
FROM membership_type kind JOIN membership_price price ON price.membership_type_id = kind.id
;
DROP TABLE membership_price
;
ALTER TABLE membership_type DROP COLUMN name
;
ALTER TABLE membership_type DROP COLUMN who_for
;
ALTER TABLE membership_type DROP COLUMN term_months
;
ALTER TABLE membership_type DROP COLUMN needs_decision
;
ALTER TABLE membership_type DROP COLUMN gives_member_price
;
ALTER TABLE person ADD COLUMN died_on {date}
;
CREATE TABLE membership_application (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('joining', 'rejoining', 'type_change')),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'waiting_for_evidence', 'approved', 'refused', 'withdrawn',
        'expired', 'duplicate')),
    answers {json} NOT NULL,
    terms_version TEXT,
    submitted_at {instant},
    reply_by {date},
    closed_at {instant},
    closed_reason TEXT,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
)
;
CREATE UNIQUE INDEX membership_application_one_live ON membership_application (person_id)
    WHERE state IN ('draft', 'submitted', 'waiting_for_evidence')
;
CREATE INDEX membership_application_state ON membership_application (state, submitted_at)
;
CREATE TABLE membership_decision (
    id {id},
    application_id BIGINT NOT NULL REFERENCES membership_application (id),
    decider_id BIGINT NOT NULL REFERENCES person (id),
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'ask', 'refuse', 'duplicate')),
    reason_code TEXT,
    reason TEXT,
    has_no_conflict {bool} NOT NULL,
    minute_reference TEXT,
    decided_at {instant} NOT NULL
)
;
CREATE INDEX membership_decision_application ON membership_decision (application_id)
;
CREATE TABLE membership_order (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('joining', 'renewal', 'rejoining', 'type_change')),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    membership_type_version_id BIGINT NOT NULL REFERENCES membership_type_version (id),
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    application_id BIGINT REFERENCES membership_application (id),
    follows_end {date},
    charge_id BIGINT REFERENCES charge (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'withdrawn', 'expired')),
    open_until {instant} NOT NULL,
    created_at {instant} NOT NULL,
    closed_at {instant}
)
;
CREATE UNIQUE INDEX membership_order_one_open ON membership_order (person_id) WHERE state = 'open'
;
CREATE INDEX membership_order_person ON membership_order (person_id)
;
CREATE INDEX membership_order_charge ON membership_order (charge_id)
;
ALTER TABLE membership_term RENAME TO membership_term_old
;
CREATE TABLE membership_term (
    id {id},
    membership_id BIGINT NOT NULL REFERENCES membership (id),
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    membership_type_version_id BIGINT NOT NULL REFERENCES membership_type_version (id),
    order_id BIGINT UNIQUE REFERENCES membership_order (id),
    basis TEXT NOT NULL CHECK (basis IN ('paid', 'honorary', 'life', 'complimentary')),
    source TEXT NOT NULL CHECK (source IN ('joining', 'renewal', 'rejoining', 'type_change', 'pause', 'extension', 'import',
        'officer')),
    starts_on {date} NOT NULL,
    ends_on {date} NOT NULL,
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    charge_id BIGINT REFERENCES charge (id),
    money_cleared_at {instant},
    ended_early_on {date},
    end_reason TEXT,
    created_at {instant} NOT NULL,
    CHECK (ends_on >= starts_on)
)
;
INSERT INTO membership_term (membership_id, membership_type_id, membership_type_version_id, basis, source, starts_on,
    ends_on, price_pence, charge_id, money_cleared_at, ended_early_on, end_reason, created_at)
SELECT old.membership_id, old.membership_type_id,
    (SELECT MAX(version.id) FROM membership_type_version version WHERE version.membership_type_id = old.membership_type_id),
    old.basis, 'officer', old.starts_on, old.ends_on, 0, old.charge_id, old.money_cleared_at, old.ended_early_on,
    old.end_reason, old.created_at
FROM membership_term_old old ORDER BY old.id
;
DROP TABLE membership_term_old
;
CREATE UNIQUE INDEX membership_term_one_a_day ON membership_term (membership_id, starts_on) WHERE ended_early_on IS NULL
;
CREATE INDEX membership_term_membership ON membership_term (membership_id, starts_on)
;
CREATE INDEX membership_term_ends ON membership_term (ends_on)
;
CREATE TABLE membership_fact (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspended', 'resigned', 'removed', 'died', 'in_contact', 'extended', 'waived',
        'paused')),
    starts_on {date} NOT NULL,
    ends_on {date},
    reason TEXT,
    minute_reference TEXT,
    recorded_by_id BIGINT REFERENCES person (id),
    created_at {instant} NOT NULL,
    revoked_at {instant}
)
;
CREATE INDEX membership_fact_person ON membership_fact (person_id)
";

const DOWN: &str = "
DROP TABLE membership_fact
;
ALTER TABLE membership_term RENAME TO membership_term_new
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
;
INSERT INTO membership_term (membership_id, membership_type_id, basis, starts_on, ends_on, charge_id, money_cleared_at,
    ended_early_on, end_reason, created_at)
SELECT membership_id, membership_type_id, basis, starts_on, ends_on, charge_id, money_cleared_at, ended_early_on,
    end_reason, created_at
FROM membership_term_new WHERE ended_early_on IS NULL ORDER BY id
;
DROP TABLE membership_term_new
;
DROP TABLE membership_order
;
DROP TABLE membership_decision
;
DROP TABLE membership_application
;
ALTER TABLE person DROP COLUMN died_on
;
CREATE TABLE membership_price (
    id {id},
    membership_type_id BIGINT NOT NULL REFERENCES membership_type (id),
    valid_from {date} NOT NULL,
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    UNIQUE (membership_type_id, valid_from)
)
;
INSERT INTO membership_price (membership_type_id, valid_from, price_pence)
SELECT membership_type_id, valid_from, joining_price_pence FROM membership_type_version
;
ALTER TABLE membership_type ADD COLUMN name TEXT NOT NULL DEFAULT ''
;
ALTER TABLE membership_type ADD COLUMN who_for TEXT NOT NULL DEFAULT ''
;
ALTER TABLE membership_type ADD COLUMN term_months INTEGER NOT NULL DEFAULT 12 CHECK (term_months > 0)
;
ALTER TABLE membership_type ADD COLUMN needs_decision {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE membership_type ADD COLUMN gives_member_price {bool} NOT NULL DEFAULT FALSE
;
DROP TABLE membership_type_version
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
