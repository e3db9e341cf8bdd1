//! Statements on types to be taken with the next renewal.

use entity::planned_type_change::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::{Instant, Unexpected};

/// Notes the type for the next renewal; a later choice takes the place of an earlier one.
pub(super) async fn put_planned_type(
    tx: &impl ConnectionTrait,
    person_id: i64,
    type_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let row = ActiveModel {
        person_id: Set(person_id),
        membership_type_id: Set(type_id),
        planned_at: Set(now),
        ..Default::default()
    };
    let replace =
        OnConflict::column(Column::PersonId).update_columns([Column::MembershipTypeId, Column::PlannedAt]).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets the choice: it was taken, or given up. Says whether there was one.
pub(in crate::members::membership) async fn delete_planned_type(
    tx: &impl ConnectionTrait,
    person_id: i64,
) -> Result<bool, Unexpected> {
    let done = Entity::delete_many().filter(Column::PersonId.eq(person_id)).exec(tx).await?;
    Ok(done.rows_affected > 0)
}
