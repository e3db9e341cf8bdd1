//! A row of `directory_entry`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "directory_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    pub is_listed: bool,
    pub takes_messages: bool,
    pub interests: String,
    pub about: String,
    pub updated_at: DateTimeUtc,
    pub name_level: String,
    pub region_level: String,
    pub employer_level: String,
    pub roles_level: String,
    pub interests_level: String,
    pub about_level: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
