//! A row of `charge_line`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charge_line")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub charge_id: i64,
    pub position: i32,
    pub purpose_kind: String,
    pub purpose_id: i64,
    pub description: String,
    pub vat_treatment: String,
    pub list_price_pence: i64,
    pub discount_pence: i64,
    pub price_pence: i64,
    pub fund: String,
    pub activity: String,
    pub raised_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
