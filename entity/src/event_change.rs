//! A row of `event_change`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub event_id: i64,
    pub gives_choice: bool,
    pub moves_time: bool,
    pub old_certainty: String,
    pub old_first_day: Option<Date>,
    pub old_starts_at: Option<DateTimeUtc>,
    pub old_ends_at: Option<DateTimeUtc>,
    pub old_mode: String,
    pub old_platform: String,
    pub old_venue: String,
    pub old_title: String,
    pub reason: String,
    pub made_by_id: Option<i64>,
    pub made_at: DateTimeUtc,
    pub notice_due_at: DateTimeUtc,
    pub noticed_at: Option<DateTimeUtc>,
    pub booked_after: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
