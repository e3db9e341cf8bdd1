//! News posts with every revision kept.

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &["post", "post_revision"];

const UP: &str = "
CREATE TABLE post (
    id {id},
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('news', 'press_release', 'statement')),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    byline_name TEXT NOT NULL,
    byline_post_held TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    released_on {date},
    published_at {instant},
    withdrawn_at {instant},
    withdraw_reason TEXT,
    created_by_id BIGINT REFERENCES person (id),
    version INTEGER NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (state <> 'published' OR published_at IS NOT NULL),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdraw_reason IS NOT NULL))
)
;
CREATE INDEX post_published ON post (state, published_at)
;
CREATE TABLE post_revision (
    id {id},
    post_id BIGINT NOT NULL REFERENCES post (id),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    byline_name TEXT NOT NULL,
    byline_post_held TEXT NOT NULL,
    edited_by_id BIGINT REFERENCES person (id),
    edited_at {instant} NOT NULL,
    UNIQUE (post_id, version)
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
