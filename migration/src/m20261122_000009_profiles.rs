//! What a practitioner tells us about their work, employers by all their names, and what they agreed to hear (DP-02, PR-01 to
//! PR-10).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "organisation_name",
    "organisation_successor",
    "person_profile",
    "person_practice_role",
    "email_choice",
    "directory_entry",
    "address_change",
];

const UP: &str = "
ALTER TABLE organisation ADD COLUMN official_name TEXT
;
ALTER TABLE organisation ADD COLUMN nation TEXT
;
ALTER TABLE organisation ADD COLUMN region TEXT
;
CREATE TABLE organisation_name (
    id {id},
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    folded_name {folded} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('short', 'official', 'welsh', 'also'))
)
;
CREATE INDEX organisation_name_folded ON organisation_name (folded_name)
;
CREATE INDEX organisation_name_organisation ON organisation_name (organisation_id)
;
CREATE TABLE organisation_successor (
    id {id},
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    successor_id BIGINT NOT NULL REFERENCES organisation (id),
    takes_over_on {date} NOT NULL,
    UNIQUE (organisation_id, successor_id)
)
;
CREATE TABLE person_profile (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    service_address TEXT,
    postcode TEXT,
    nation TEXT,
    region TEXT,
    organisation_id BIGINT REFERENCES organisation (id),
    other_employer TEXT,
    regulator TEXT,
    registration_number TEXT,
    registration_checked_on {date},
    registration_checked_by_id BIGINT REFERENCES person (id),
    welcomes_welsh {bool} NOT NULL,
    updated_at {instant} NOT NULL
)
;
CREATE INDEX person_profile_organisation ON person_profile (organisation_id)
;
CREATE TABLE person_practice_role (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    is_main {bool} NOT NULL,
    UNIQUE (person_id, role)
)
;
CREATE TABLE email_choice (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('member_news', 'campaign_news', 'training_offers')),
    basis TEXT NOT NULL CHECK (basis IN ('none', 'consent', 'soft_commercial', 'soft_charity')),
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'not_asked')),
    source TEXT NOT NULL,
    wording_version TEXT NOT NULL,
    recorded_by_id BIGINT REFERENCES person (id),
    at {instant} NOT NULL
)
;
CREATE INDEX email_choice_person ON email_choice (person_id, purpose)
;
CREATE TABLE directory_entry (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    is_listed {bool} NOT NULL,
    shows_region {bool} NOT NULL,
    shows_employer {bool} NOT NULL,
    shows_roles {bool} NOT NULL,
    shows_interests {bool} NOT NULL,
    takes_messages {bool} NOT NULL,
    interests TEXT NOT NULL,
    about TEXT NOT NULL,
    updated_at {instant} NOT NULL
)
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
;
CREATE INDEX address_change_person ON address_change (person_id)
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
        ddl::drop_tables(manager, TABLES).await?;
        for column in ["region", "nation", "official_name"] {
            ddl::run(manager, &format!("ALTER TABLE organisation DROP COLUMN {column}")).await?;
        }
        Ok(())
    }
}
