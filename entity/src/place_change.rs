//! A row of `place_change`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub booking_id: i64,
    pub place_id: Option<i64>,
    pub new_name: String,
    pub new_email: String,
    pub to_event_id: Option<i64>,
    pub capacity_pool_id: Option<i64>,
    pub seats: i32,
    pub amount_pence: i64,
    pub charge_id: i64,
    pub state: String,
    pub waits_until: DateTimeUtc,
    pub made_by: String,
    pub actor_person_id: Option<i64>,
    pub reason: String,
    pub made_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub room_seats: i32,
    pub online_seats: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
