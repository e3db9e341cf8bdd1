//! A row of `discount_use`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discount_use")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub discount_code_id: i64,
    pub booking_id: i64,
    pub given_pence: i64,
    pub counted_at: DateTimeUtc,
    pub returned_at: Option<DateTimeUtc>,
    pub seats_past_capacity: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
