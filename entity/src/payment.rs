//! A row of `payment`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub method: String,
    pub amount_pence: i64,
    pub checkout_id: Option<i64>,
    pub stripe_payment_intent: Option<String>,
    pub bank_reference: Option<String>,
    pub value_on: Date,
    pub received_at: DateTimeUtc,
    pub recorded_by_id: Option<i64>,
    pub customer_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
