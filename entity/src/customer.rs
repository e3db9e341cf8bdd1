//! A row of `customer`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub organisation_id: i64,
    pub name: String,
    pub address: String,
    pub email: String,
    pub contact_name: String,
    pub requires_po: bool,
    pub terms_days: i32,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by_id: Option<i64>,
    pub refused_at: Option<DateTimeUtc>,
    pub refused_reason: Option<String>,
    pub reminders_paused: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub link_generation: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
