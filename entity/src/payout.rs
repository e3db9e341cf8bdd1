//! A row of `payout`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub stripe_payout_id: String,
    pub amount_pence: i64,
    pub status: String,
    pub is_automatic: bool,
    pub made_at: DateTimeUtc,
    pub arrives_on: Date,
    pub first_seen_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    pub explained_at: Option<DateTimeUtc>,
    pub explained_by_id: Option<i64>,
    pub explanation: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
