//! A row of `refund`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub payment_id: i64,
    pub charge_id: Option<i64>,
    pub amount_pence: i64,
    pub reason: String,
    pub dedupe_key: String,
    pub state: String,
    pub method: String,
    pub stripe_refund_id: Option<String>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub manual_reference: Option<String>,
    pub requested_by_id: Option<i64>,
    pub decided_by_id: Option<i64>,
    pub requested_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
