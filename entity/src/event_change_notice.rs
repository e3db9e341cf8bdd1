//! A row of `event_change_notice`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_change_notice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub event_change_id: i64,
    pub booking_id: i64,
    pub told_at: DateTimeUtc,
    pub kept_at: Option<DateTimeUtc>,
    pub kept_by_person_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
