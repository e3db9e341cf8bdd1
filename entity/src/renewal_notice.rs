//! A row of `renewal_notice`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "renewal_notice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub membership_term_id: i64,
    pub kind: String,
    pub membership_type_id: i64,
    pub price_pence: i64,
    pub sent_at: DateTimeUtc,
    pub is_offer: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
