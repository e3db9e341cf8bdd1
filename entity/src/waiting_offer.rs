//! A row of `waiting_offer`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_offer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub waiting_entry_id: i64,
    pub event_id: i64,
    pub capacity_pool_id: i64,
    pub seats: i32,
    pub state: String,
    pub offered_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub mode: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
