//! Writes the terms of membership.

use entity::terms_of_membership::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::Instant;

/// Writes a new version, unless there is one of this number: that one stands.
pub async fn add_terms_of_membership(
    tx: &impl ConnectionTrait,
    version: i32,
    words: &str,
    now: Instant,
) -> Result<(), DbErr> {
    let known = OnConflict::column(Column::Version).do_nothing().to_owned();
    let row =
        ActiveModel { version: Set(version), words: Set(words.to_owned()), created_at: Set(now), ..Default::default() };
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}
