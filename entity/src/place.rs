//! A row of `place`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub booking_id: i64,
    pub event_id: i64,
    pub capacity_pool_id: i64,
    pub position: i32,
    pub is_booker: bool,
    pub attendee_name: String,
    pub folded_name: String,
    pub attendee_email: String,
    pub folded_email: String,
    pub person_id: Option<i64>,
    pub price_reason: String,
    pub price_pence: i64,
    pub charge_line_id: Option<i64>,
    pub state: String,
    pub calendar_uid: String,
    pub calendar_sequence: i32,
    pub link_generation: i32,
    pub member_price_claimed_at: Option<DateTimeUtc>,
    pub list_pence: i64,
    pub price_note: String,
    pub mode: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
