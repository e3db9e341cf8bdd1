//! What members settle by themselves: changes of address confirmed at both ends, who refused which mail, messages relayed by
//! the directory.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
DROP TABLE address_change
;
CREATE TABLE address_change (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('add', 'make_primary', 'remove')),
    new_address TEXT NOT NULL,
    old_address TEXT,
    new_code_hash TEXT,
    old_code_hash TEXT,
    new_confirmed_at {instant},
    old_confirmed_at {instant},
    attempts INTEGER NOT NULL,
    codes_expire_at {instant} NOT NULL,
    proceeds_at {instant},
    created_at {instant} NOT NULL,
    closed_at {instant},
    outcome TEXT CHECK (outcome IN ('done', 'withdrawn', 'stopped', 'overtaken', 'expired'))
)
;
CREATE UNIQUE INDEX address_change_one_open ON address_change (person_id) WHERE closed_at IS NULL
;
CREATE INDEX address_change_proceeds ON address_change (proceeds_at)
;
CREATE TABLE marketing_refusal (
    id {id},
    address_hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at {instant} NOT NULL,
    UNIQUE (address_hash, purpose)
)
;
CREATE TABLE relayed_message (
    id {id},
    sender_person_id BIGINT NOT NULL REFERENCES person (id),
    recipient_person_id BIGINT NOT NULL REFERENCES person (id),
    sent_at {instant} NOT NULL,
    reported_at {instant}
)
;
CREATE INDEX relayed_message_pair ON relayed_message (recipient_person_id, sender_person_id)
";

const DOWN: &str = "
DROP TABLE relayed_message
;
DROP TABLE marketing_refusal
;
DROP TABLE address_change
;
CREATE TABLE address_change (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    address TEXT NOT NULL,
    folded_address TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'make_primary', 'remove')),
    new_code_hash TEXT,
    old_code_hash TEXT,
    new_confirmed_at {instant},
    old_confirmed_at {instant},
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    closed_at {instant}
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
        ddl::run(manager, DOWN).await
    }
}
