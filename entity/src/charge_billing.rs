//! A row of `charge_billing`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charge_billing")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub charge_id: i64,
    pub customer_id: i64,
    pub billing_name: String,
    pub billing_address: String,
    pub billing_email: String,
    pub contact_name: String,
    pub buyer_reference: String,
    pub po_number: Option<String>,
    pub po_given_at: Option<DateTimeUtc>,
    pub po_promised_by: Option<Date>,
    pub supply_on: Option<Date>,
    pub supply_words: String,
    pub is_checked: bool,
    pub is_disputed: bool,
    pub dispute_reason: String,
    pub link_generation: i32,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
