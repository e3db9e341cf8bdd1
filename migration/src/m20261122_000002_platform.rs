//! What every feature stands on: identity, jobs, outbox, audit, idempotency, rate limits (D18, D26, D28).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "charity_identity",
    "job",
    "job_schedule",
    "worker_heartbeat",
    "outbox_message",
    "delivery_attempt",
    "suppressed_address",
    "audit_seal",
    "audit_entry",
    "audit_values",
    "idempotency_key",
    "rate_limit",
    "cache_generation",
];

const UP: &str = "
CREATE TABLE charity_identity (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    strapline TEXT NOT NULL,
    charity_number TEXT NOT NULL,
    legal_form TEXT NOT NULL CHECK (legal_form IN ('unincorporated', 'cio', 'company')),
    company_number TEXT,
    registered_office TEXT,
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    bank_account_name TEXT NOT NULL,
    bank_sort_code TEXT NOT NULL,
    bank_account_number TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (legal_form <> 'company' OR (company_number IS NOT NULL AND registered_office IS NOT NULL))
)
;
CREATE TABLE job (
    id {id},
    name TEXT NOT NULL,
    payload {json} NOT NULL,
    dedupe_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('ready', 'claimed', 'done', 'dead')),
    run_at {instant} NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    claimed_by TEXT,
    claimed_until {instant},
    last_error TEXT,
    created_at {instant} NOT NULL,
    finished_at {instant}
)
;
CREATE UNIQUE INDEX job_dedupe ON job (dedupe_key) WHERE state IN ('ready', 'claimed')
;
CREATE INDEX job_due ON job (state, run_at)
;
CREATE TABLE job_schedule (
    name TEXT PRIMARY KEY,
    next_run_at {instant} NOT NULL,
    last_run_at {instant}
)
;
CREATE TABLE worker_heartbeat (
    worker TEXT PRIMARY KEY,
    started_at {instant} NOT NULL,
    beat_at {instant} NOT NULL
)
;
CREATE TABLE outbox_message (
    id {id},
    template TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('service', 'marketing')),
    person_id BIGINT REFERENCES person (id),
    to_name TEXT,
    to_address TEXT,
    data {json},
    dedupe_key TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    last_error TEXT,
    created_at {instant} NOT NULL,
    sent_at {instant},
    wiped_at {instant}
)
;
CREATE INDEX outbox_message_state ON outbox_message (state, created_at)
;
CREATE TABLE delivery_attempt (
    id {id},
    outbox_message_id BIGINT NOT NULL REFERENCES outbox_message (id),
    at {instant} NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'temporary_failure', 'permanent_failure')),
    detail TEXT NOT NULL
)
;
CREATE TABLE suppressed_address (
    address_hash TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    created_at {instant} NOT NULL
)
;
CREATE TABLE audit_seal (
    id {id},
    sealed_at {instant} NOT NULL,
    first_entry_id BIGINT NOT NULL,
    last_entry_id BIGINT NOT NULL UNIQUE,
    previous_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE
)
;
CREATE TABLE audit_entry (
    id {id},
    at {instant} NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'visitor', 'link', 'system')),
    actor_person_id BIGINT REFERENCES person (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    reason TEXT
)
;
CREATE INDEX audit_entry_subject ON audit_entry (subject_kind, subject_id)
;
CREATE TABLE audit_values (
    audit_entry_id BIGINT PRIMARY KEY REFERENCES audit_entry (id),
    before_values {json},
    after_values {json},
    salt TEXT,
    digest TEXT
)
;
CREATE TABLE idempotency_key (
    id {id},
    key TEXT NOT NULL,
    actor TEXT NOT NULL,
    body_digest TEXT NOT NULL,
    result TEXT,
    created_at {instant} NOT NULL,
    UNIQUE (key, actor)
)
;
CREATE TABLE rate_limit (
    id {id},
    bucket TEXT NOT NULL,
    window_starts_at {instant} NOT NULL,
    hits INTEGER NOT NULL,
    UNIQUE (bucket, window_starts_at)
)
;
CREATE TABLE cache_generation (
    name TEXT PRIMARY KEY,
    generation BIGINT NOT NULL
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
