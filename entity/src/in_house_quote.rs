//! A row of `in_house_quote`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "in_house_quote")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub enquiry_id: i64,
    pub version: i32,
    pub state: String,
    pub title: String,
    pub mode: String,
    pub most_attendees: i32,
    pub extra_pence: Option<i64>,
    pub words: String,
    pub valid_until: Date,
    pub terms: Json,
    pub link_generation: i32,
    pub created_by_id: Option<i64>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub accepted_at: Option<DateTimeUtc>,
    pub accepted_by_name: Option<String>,
    pub accepted_by_role: Option<String>,
    pub po_number: Option<String>,
    pub charge_id: Option<i64>,
    pub event_id: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
