//! A row of `membership_type_version`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_type_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub membership_type_id: i64,
    pub valid_from: Date,
    pub name: String,
    pub who_for: String,
    pub rights: String,
    pub applied_for_by: String,
    pub term_months: i32,
    pub needs_decision: bool,
    pub needs_second_decider: bool,
    pub asks_registration: bool,
    pub has_vote: bool,
    pub gives_member_price: bool,
    pub joining_price_pence: i64,
    pub renewal_price_pence: i64,
    pub created_by_id: Option<i64>,
    pub created_at: DateTimeUtc,
    pub year_starts: Option<String>,
    pub year_rolls_over: Option<String>,
    pub lowest_price_pence: Option<i64>,
    pub rejoin_months: Option<i32>,
    pub needed_role: Option<String>,
    pub asks_employer: bool,
    pub least_years: Option<i32>,
    pub declaration: String,
    pub renewal_needs_decision: bool,
    pub is_in_directory: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
