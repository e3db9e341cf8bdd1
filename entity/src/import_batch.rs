//! A row of `import_batch`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub file_name: String,
    pub file_bytes: i64,
    pub stored_name: Option<String>,
    pub encoding: String,
    pub delimiter: String,
    pub headers: Json,
    pub columns: Json,
    pub state: String,
    pub addresses_verified: bool,
    pub first_row_at: i64,
    pub next_byte: i64,
    pub next_line: i64,
    pub rows_read: i64,
    pub rows_done: i64,
    pub uploaded_by_id: i64,
    pub confirmed_by_id: Option<i64>,
    pub undone_by_id: Option<i64>,
    pub created_at: DateTimeUtc,
    pub checked_at: Option<DateTimeUtc>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub welcome_released_at: Option<DateTimeUtc>,
    pub rows_forgotten_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
