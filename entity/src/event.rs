//! A row of `event`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub course_id: Option<i64>,
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub date_certainty: String,
    pub first_day: Option<Date>,
    pub starts_at: Option<DateTimeUtc>,
    pub ends_at: Option<DateTimeUtc>,
    pub zone: String,
    pub mode: String,
    pub platform: String,
    pub venue: String,
    pub join_url: Option<String>,
    pub join_link_promised_on: Option<Date>,
    pub state: String,
    pub published_at: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancel_reason: Option<String>,
    pub calendar_sequence: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub visibility: String,
    pub cpd_minutes: i32,
    pub resources: String,
    pub least_places: Option<i32>,
    pub decide_at: Option<DateTimeUtc>,
    pub confirmed_to_run_at: Option<DateTimeUtc>,
    pub found_short_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
