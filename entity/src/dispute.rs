//! A row of `dispute`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dispute")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub stripe_dispute_id: String,
    pub payment_id: i64,
    pub amount_pence: i64,
    pub state: String,
    pub opened_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub fee_pence: i64,
    pub reason: Option<String>,
    pub answer_by: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
