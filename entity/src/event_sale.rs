//! A row of `event_sale`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_sale")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: i64,
    pub refund_policy_id: i64,
    pub most_places_a_booking: i32,
    pub closes_at: Option<DateTimeUtc>,
    pub members_only: bool,
    pub shows_waiting_position: bool,
    pub names_lock_days: Option<i32>,
    pub code_only: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
