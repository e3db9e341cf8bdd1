//! A row of `waiting_entry`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub event_id: i64,
    pub person_id: Option<i64>,
    pub name: String,
    pub folded_name: String,
    pub email: String,
    pub folded_email: String,
    pub places: i32,
    pub all_together: bool,
    pub priority: i32,
    pub state: String,
    pub joined_at: DateTimeUtc,
    pub told_some_free_at: Option<DateTimeUtc>,
    pub told_first_come_at: Option<DateTimeUtc>,
    pub beside_booking_id: Option<i64>,
    pub booking_id: Option<i64>,
    pub link_generation: i32,
    pub ended_at: Option<DateTimeUtc>,
    pub leaves_for_other_date: bool,
    pub mode: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
