//! Person, email address and login apart (D9); dated roles (D7); organisations (D10).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] =
    &["person", "person_email", "login", "login_session", "sign_in_code", "role_grant", "organisation"];

const UP: &str = "
CREATE TABLE person (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    merged_into_id BIGINT REFERENCES person (id),
    merged_at {instant},
    disabled_at {instant},
    erased_at {instant},
    created_at {instant} NOT NULL,
    CHECK (merged_into_id IS NULL OR merged_into_id <> id)
)
;
CREATE TABLE person_email (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    address TEXT NOT NULL,
    folded_address TEXT NOT NULL,
    is_primary {bool} NOT NULL,
    verified_at {instant},
    created_at {instant} NOT NULL
)
;
CREATE UNIQUE INDEX person_email_one_owner ON person_email (folded_address) WHERE verified_at IS NOT NULL
;
CREATE UNIQUE INDEX person_email_once ON person_email (person_id, folded_address)
;
CREATE UNIQUE INDEX person_email_one_primary ON person_email (person_id) WHERE is_primary
;
CREATE TABLE login (
    id {id},
    person_id BIGINT NOT NULL UNIQUE REFERENCES person (id),
    password_hash TEXT,
    password_set_at {instant},
    last_signed_in_at {instant},
    created_at {instant} NOT NULL
)
;
CREATE TABLE login_session (
    id {id},
    token_hash TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    is_back_office {bool} NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'code', 'demo')),
    user_agent TEXT NOT NULL,
    created_at {instant} NOT NULL,
    last_seen_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant}
)
;
CREATE INDEX login_session_person ON login_session (person_id)
;
CREATE TABLE sign_in_code (
    id {id},
    folded_address TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'reset_password', 'verify_address')),
    person_id BIGINT REFERENCES person (id),
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
)
;
CREATE INDEX sign_in_code_address ON sign_in_code (folded_address, expires_at)
;
CREATE TABLE role_grant (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    starts_on {date} NOT NULL,
    ends_on {date},
    granted_by_id BIGINT REFERENCES person (id),
    ended_at {instant},
    created_at {instant} NOT NULL,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
)
;
CREATE INDEX role_grant_person ON role_grant (person_id)
;
CREATE TABLE organisation (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    gss_code TEXT UNIQUE,
    successor_id BIGINT REFERENCES organisation (id),
    valid_from {date},
    valid_to {date},
    approved_at {instant},
    created_at {instant} NOT NULL
)
;
CREATE INDEX organisation_folded_name ON organisation (folded_name)
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
