//! A row of `membership_application`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_application")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub person_id: i64,
    pub kind: String,
    pub membership_type_id: i64,
    pub state: String,
    pub answers: Json,
    pub terms_version: Option<String>,
    pub submitted_at: Option<DateTimeUtc>,
    pub reply_by: Option<Date>,
    pub closed_at: Option<DateTimeUtc>,
    pub closed_reason: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub membership_type_version_id: Option<i64>,
    pub declaration: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
