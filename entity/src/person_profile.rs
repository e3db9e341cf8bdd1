//! A row of `person_profile`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_profile")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    pub service_address: Option<String>,
    pub postcode: Option<String>,
    pub nation: Option<String>,
    pub region: Option<String>,
    pub organisation_id: Option<i64>,
    pub other_employer: Option<String>,
    pub regulator: Option<String>,
    pub registration_number: Option<String>,
    pub registration_checked_on: Option<Date>,
    pub registration_checked_by_id: Option<i64>,
    pub welcomes_welsh: bool,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
