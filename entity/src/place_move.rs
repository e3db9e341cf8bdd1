//! A row of `place_move`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_move")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub old_place_id: i64,
    pub new_place_id: i64,
    pub old_booking_id: i64,
    pub new_booking_id: i64,
    pub old_refund_policy_id: i64,
    pub old_first_day: Date,
    pub old_starts_at: Option<DateTimeUtc>,
    pub made_by: String,
    pub actor_person_id: Option<i64>,
    pub reason: String,
    pub moved_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
