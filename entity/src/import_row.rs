//! A row of `import_row`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub batch_id: i64,
    pub line: i64,
    pub state: String,
    pub person_reference: String,
    pub folded_email: Option<String>,
    pub folded_second_email: Option<String>,
    pub number: Option<i64>,
    pub cells: Json,
    pub problems: Json,
    pub match_person_id: Option<i64>,
    pub match_reason: Option<String>,
    pub choice: String,
    pub person_id: Option<i64>,
    pub made: Option<Json>,
    pub kept_reason: Option<String>,
    pub welcomed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
