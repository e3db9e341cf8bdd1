//! A row of `charity_identity`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charity_identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub name: String,
    pub short_name: String,
    pub strapline: String,
    pub charity_number: String,
    pub legal_form: String,
    pub company_number: Option<String>,
    pub registered_office: Option<String>,
    pub address: String,
    pub email: String,
    pub phone: String,
    pub bank_account_name: String,
    pub bank_sort_code: String,
    pub bank_account_number: String,
    pub version: i32,
    pub updated_at: DateTimeUtc,
    pub vat_number: Option<String>,
    pub vat_registered_from: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
