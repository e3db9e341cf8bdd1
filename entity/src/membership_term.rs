//! A row of `membership_term`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_term")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub membership_id: i64,
    pub membership_type_id: i64,
    pub membership_type_version_id: i64,
    pub order_id: Option<i64>,
    pub basis: String,
    pub source: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub price_pence: i64,
    pub charge_id: Option<i64>,
    pub money_cleared_at: Option<DateTimeUtc>,
    pub ended_early_on: Option<Date>,
    pub end_reason: Option<String>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
