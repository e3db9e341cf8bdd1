//! A row of `merge_record`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_record")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub from_person_id: i64,
    pub into_person_id: i64,
    pub reason: String,
    pub merged_by_id: Option<i64>,
    pub merged_at: DateTimeUtc,
    pub undone_by_id: Option<i64>,
    pub undone_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
