//! A row of `booking`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "booking")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub event_id: i64,
    pub booker_person_id: Option<i64>,
    pub booker_name: String,
    pub booker_email: String,
    pub payer_kind: String,
    pub organisation_id: Option<i64>,
    pub organisation_name: Option<String>,
    pub payment_method: String,
    pub state: String,
    pub held_until: Option<DateTimeUtc>,
    pub charge_id: Option<i64>,
    pub total_pence: i64,
    pub refund_policy_id: i64,
    pub booking_terms_id: i64,
    pub start_now_accepted_at: Option<DateTimeUtc>,
    pub link_generation: i32,
    pub booked_at: DateTimeUtc,
    pub booked_on: Date,
    pub confirmed_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub personal_data_wiped_at: Option<DateTimeUtc>,
    pub joins_order_id: Option<i64>,
    pub joins_too_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
