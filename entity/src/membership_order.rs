//! A row of `membership_order`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_order")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub reference: String,
    pub person_id: i64,
    pub kind: String,
    pub membership_type_id: i64,
    pub membership_type_version_id: i64,
    pub price_pence: i64,
    pub application_id: Option<i64>,
    pub follows_end: Option<Date>,
    pub charge_id: Option<i64>,
    pub state: String,
    pub open_until: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
    pub ends_on: Option<Date>,
    pub payer_kind: String,
    pub terms_of_membership_id: Option<i64>,
    pub terms_accepted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
