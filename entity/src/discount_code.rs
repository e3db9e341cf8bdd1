//! A row of `discount_code`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discount_code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub amount: i64,
    pub starts_at: Option<DateTimeUtc>,
    pub ends_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub most_uses: Option<i32>,
    pub most_uses_a_person: Option<i32>,
    pub least_places: i32,
    pub most_places: Option<i32>,
    pub budget_pence: Option<i64>,
    pub members_only: bool,
    pub uses: i32,
    pub given_pence: i64,
    pub created_by_id: Option<i64>,
    pub created_at: DateTimeUtc,
    pub may_be_combined: bool,
    pub passes_capacity: bool,
    pub opens_hidden: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
