//! How long a term of a type lasts, as a fixed year; what each member shows to whom; removals that wait for a second person.

use crate::ddl::{self, Words};
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE membership_type_version ADD COLUMN year_starts TEXT
;
ALTER TABLE membership_type_version ADD COLUMN year_rolls_over TEXT
;
ALTER TABLE membership_type_version ADD COLUMN lowest_price_pence BIGINT
;
ALTER TABLE membership_type_version ADD COLUMN rejoin_months INTEGER DEFAULT 12
;
ALTER TABLE membership_order ADD COLUMN ends_on {date}
;
ALTER TABLE directory_entry ADD COLUMN name_level TEXT NOT NULL DEFAULT 'members' CHECK (name_level IN ('region', 'members', 'public'))
;
ALTER TABLE directory_entry ADD COLUMN region_level TEXT NOT NULL DEFAULT 'trustees' CHECK (region_level IN ('trustees', 'region', 'members', 'public'))
;
ALTER TABLE directory_entry ADD COLUMN employer_level TEXT NOT NULL DEFAULT 'trustees' CHECK (employer_level IN ('trustees', 'region', 'members', 'public'))
;
ALTER TABLE directory_entry ADD COLUMN roles_level TEXT NOT NULL DEFAULT 'trustees' CHECK (roles_level IN ('trustees', 'region', 'members', 'public'))
;
ALTER TABLE directory_entry ADD COLUMN interests_level TEXT NOT NULL DEFAULT 'trustees' CHECK (interests_level IN ('trustees', 'region', 'members', 'public'))
;
ALTER TABLE directory_entry ADD COLUMN about_level TEXT NOT NULL DEFAULT 'members' CHECK (about_level IN ('trustees', 'region', 'members', 'public'))
;
UPDATE directory_entry SET
    region_level = CASE WHEN shows_region THEN 'members' ELSE 'trustees' END,
    employer_level = CASE WHEN shows_employer THEN 'members' ELSE 'trustees' END,
    roles_level = CASE WHEN shows_roles THEN 'members' ELSE 'trustees' END,
    interests_level = CASE WHEN shows_interests THEN 'members' ELSE 'trustees' END
;
ALTER TABLE directory_entry DROP COLUMN shows_region
;
ALTER TABLE directory_entry DROP COLUMN shows_employer
;
ALTER TABLE directory_entry DROP COLUMN shows_roles
;
ALTER TABLE directory_entry DROP COLUMN shows_interests
;
CREATE INDEX directory_entry_public ON directory_entry (name_level, is_listed)
;
CREATE TABLE removal_proposal (
    id {id},
    person_id BIGINT NOT NULL REFERENCES person (id),
    from_day {date} NOT NULL,
    minute_reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by_id BIGINT NOT NULL REFERENCES person (id),
    proposed_at {instant} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'dropped')),
    decided_by_id BIGINT REFERENCES person (id),
    decided_at {instant}
)
;
CREATE UNIQUE INDEX removal_proposal_waiting ON removal_proposal (person_id) WHERE state = 'waiting'
";

const DOWN: &str = "
DROP TABLE removal_proposal
;
DROP INDEX directory_entry_public
;
ALTER TABLE directory_entry ADD COLUMN shows_region {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE directory_entry ADD COLUMN shows_employer {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE directory_entry ADD COLUMN shows_roles {bool} NOT NULL DEFAULT FALSE
;
ALTER TABLE directory_entry ADD COLUMN shows_interests {bool} NOT NULL DEFAULT FALSE
;
UPDATE directory_entry SET
    shows_region = (region_level <> 'trustees'),
    shows_employer = (employer_level <> 'trustees'),
    shows_roles = (roles_level <> 'trustees'),
    shows_interests = (interests_level <> 'trustees')
;
ALTER TABLE directory_entry DROP COLUMN about_level
;
ALTER TABLE directory_entry DROP COLUMN interests_level
;
ALTER TABLE directory_entry DROP COLUMN roles_level
;
ALTER TABLE directory_entry DROP COLUMN employer_level
;
ALTER TABLE directory_entry DROP COLUMN region_level
;
ALTER TABLE directory_entry DROP COLUMN name_level
;
ALTER TABLE membership_order DROP COLUMN ends_on
;
ALTER TABLE membership_type_version DROP COLUMN rejoin_months
;
ALTER TABLE membership_type_version DROP COLUMN lowest_price_pence
;
ALTER TABLE membership_type_version DROP COLUMN year_rolls_over
;
ALTER TABLE membership_type_version DROP COLUMN year_starts
";

/// An officer may begin a change of address.
const ADDRESS_CHANGES: Words<'static> = Words {
    table: "address_change",
    column: "kind",
    before: &["add", "make_primary", "remove"],
    after: &["add", "make_primary", "remove", "replace"],
};

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::change_words(manager, &ADDRESS_CHANGES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, "DELETE FROM address_change WHERE kind = 'replace'").await?;
        ddl::change_words(manager, &ADDRESS_CHANGES.reversed()).await?;
        ddl::run(manager, DOWN).await
    }
}
