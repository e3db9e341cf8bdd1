//! A row of `series_booking_date`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series_booking_date")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub series_booking_id: i64,
    pub event_id: i64,
    pub booking_id: Option<i64>,
    pub left_out: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
