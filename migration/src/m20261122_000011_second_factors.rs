//! Second factors: authenticator apps, passkeys and recovery codes; and what a session knows about how its owner proved
//! who they are. Sessions that are open stay open, as ones that gave no second factor.

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["totp_factor", "passkey", "passkey_ceremony", "recovery_code"];

const UP: &str = "
DROP INDEX login_session_person
;
ALTER TABLE login_session RENAME TO login_session_before
;
CREATE TABLE login_session (
    id {id},
    token_hash TEXT NOT NULL UNIQUE,
    previous_token_hash TEXT,
    person_id BIGINT NOT NULL REFERENCES person (id),
    is_back_office {bool} NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'code', 'passkey', 'demo')),
    awaits_factor {bool} NOT NULL,
    second_factor_at {instant},
    confirmed_at {instant} NOT NULL,
    confirmed_by TEXT NOT NULL CHECK (confirmed_by IN ('password', 'code', 'passkey', 'demo', 'totp', 'recovery_code')),
    user_agent TEXT NOT NULL,
    created_at {instant} NOT NULL,
    last_seen_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant},
    CHECK (NOT awaits_factor OR second_factor_at IS NULL)
)
;
INSERT INTO login_session
    (token_hash, person_id, is_back_office, proof, awaits_factor, confirmed_at, confirmed_by, user_agent, created_at,
     last_seen_at, expires_at, ended_at)
SELECT token_hash, person_id, is_back_office, proof, FALSE, created_at, proof, user_agent, created_at,
    last_seen_at, expires_at, ended_at
FROM login_session_before
;
DROP TABLE login_session_before
;
CREATE INDEX login_session_person ON login_session (person_id)
;
CREATE INDEX login_session_previous ON login_session (previous_token_hash) WHERE previous_token_hash IS NOT NULL
;
CREATE TABLE totp_factor (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    key_id TEXT NOT NULL,
    sealed_seed {bytes} NOT NULL,
    last_step BIGINT,
    created_at {instant} NOT NULL,
    confirmed_at {instant}
)
;
CREATE UNIQUE INDEX totp_factor_confirmed ON totp_factor (person_id) WHERE confirmed_at IS NOT NULL
;
CREATE UNIQUE INDEX totp_factor_begun ON totp_factor (person_id) WHERE confirmed_at IS NULL
;
CREATE TABLE passkey (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    reference TEXT NOT NULL UNIQUE,
    credential_id TEXT NOT NULL UNIQUE,
    credential {json} NOT NULL,
    name TEXT NOT NULL,
    created_at {instant} NOT NULL,
    last_used_at {instant}
)
;
CREATE INDEX passkey_person ON passkey (person_id)
;
CREATE TABLE passkey_ceremony (
    id {id},
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('register', 'sign_in', 'second_factor', 'confirm')),
    session_id BIGINT,
    state {json} NOT NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant},
    CHECK ((purpose = 'sign_in') = (session_id IS NULL))
)
;
CREATE TABLE recovery_code (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    code_hash TEXT NOT NULL UNIQUE,
    created_at {instant} NOT NULL,
    used_at {instant}
)
;
CREATE INDEX recovery_code_person ON recovery_code (person_id)
";

/// The sessions as they were before; those that are open end.
const DOWN: &str = "
DROP TABLE login_session
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
";

/// This file's change.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, TABLES).await?;
        ddl::run(manager, DOWN).await
    }
}
