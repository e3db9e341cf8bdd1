//! A row of `question_version`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub question_id: i64,
    pub version: i32,
    pub words: String,
    pub hint: String,
    pub kind: String,
    pub scope: String,
    pub choices: Json,
    pub is_required: bool,
    pub shown_where: String,
    pub shown_to: String,
    pub after_question_id: Option<i64>,
    pub after_answer: String,
    pub created_by_id: Option<i64>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
