//! A row of `in_house_enquiry`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "in_house_enquiry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub organisation_id: Option<i64>,
    pub organisation_name: String,
    pub person_id: Option<i64>,
    pub contact_name: String,
    pub contact_email: String,
    pub folded_email: String,
    pub contact_phone: String,
    pub course_id: Option<i64>,
    pub topic: String,
    pub attendees: i32,
    pub mode: String,
    pub date_wishes: String,
    pub needs: String,
    pub budget_holder: String,
    pub po_route: String,
    pub state: String,
    pub state_since: DateTimeUtc,
    pub lost_reason: Option<String>,
    pub duplicate_of_id: Option<i64>,
    pub received_at: DateTimeUtc,
    pub answer_due_on: Date,
    pub first_answered_at: Option<DateTimeUtc>,
    pub alerted_at: Option<DateTimeUtc>,
    pub wiped_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
