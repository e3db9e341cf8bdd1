//! A row of `payout_item`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout_item")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub payout_id: i64,
    pub stripe_transaction_id: String,
    pub kind: String,
    pub stripe_type: String,
    pub source: String,
    pub payment_intent: Option<String>,
    pub refund_reference: Option<String>,
    pub amount_pence: i64,
    pub fee_pence: i64,
    pub happened_at: DateTimeUtc,
    pub known_pence: Option<i64>,
    pub payment_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
