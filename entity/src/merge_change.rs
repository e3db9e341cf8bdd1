//! A row of `merge_change`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub merge_record_id: i64,
    pub table_name: String,
    pub row_id: i64,
    pub column_name: String,
    pub value_before: Option<Json>,
    pub value_after: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
