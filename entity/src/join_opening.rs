//! A row of `join_opening`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "join_opening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place_id: i64,
    pub times: i32,
    pub first_opened_at: DateTimeUtc,
    pub last_opened_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
