//! A row of `login_session`. Written by `scripts/entities` from the migrations.

#![allow(missing_docs, reason = "the migration documents the columns")]

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub token_hash: String,
    pub previous_token_hash: Option<String>,
    pub person_id: i64,
    pub is_back_office: bool,
    pub proof: String,
    pub awaits_factor: bool,
    pub second_factor_at: Option<DateTimeUtc>,
    pub confirmed_at: DateTimeUtc,
    pub confirmed_by: String,
    pub user_agent: String,
    pub created_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
