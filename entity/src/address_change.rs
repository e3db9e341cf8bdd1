//! A row of `address_change`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "address_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub person_id: i64,
    pub kind: String,
    pub new_address: String,
    pub old_address: Option<String>,
    pub new_code_hash: Option<String>,
    pub old_code_hash: Option<String>,
    pub new_confirmed_at: Option<DateTimeUtc>,
    pub old_confirmed_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub codes_expire_at: DateTimeUtc,
    pub proceeds_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
    pub outcome: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
