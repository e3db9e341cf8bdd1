//! A row of `audit_values`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_values")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub audit_entry_id: i64,
    pub before_values: Option<Json>,
    pub after_values: Option<Json>,
    pub salt: Option<String>,
    pub digest: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
