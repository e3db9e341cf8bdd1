//! Which roles somebody holds on a day.

use chrono::NaiveDate;
use entity::role_grant::{Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::{Permission, Role};

/// The grants in force on a London day: first and last day count, and none that was taken away at once.
pub fn held_on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(Column::StartsOn.lte(day))
        .add(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(day)))
        .add(Column::EndedAt.is_null())
}

/// The roles a person holds on a London day.
pub async fn roles_held(db: &impl ConnectionTrait, person_id: i64, day: NaiveDate) -> Result<Vec<Role>, DbErr> {
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).filter(held_on(day)).all(db).await?;
    Ok(rows.iter().filter_map(|row| Role::parse(&row.role)).collect())
}

/// Whether somebody holds a role on a London day, or is to hold one later.
pub async fn holds_office(db: &impl ConnectionTrait, person_id: i64, day: NaiveDate) -> Result<bool, DbErr> {
    let not_over = Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(day));
    let grants = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::EndedAt.is_null());
    Ok(grants.filter(not_over).one(db).await?.is_some())
}

/// Who holds a role on a London day that gives this permission, each once: those whose own office it is before administrators, who
/// hold every one, and the longest in office first.
pub async fn holders_of(db: &impl ConnectionTrait, permission: Permission, day: NaiveDate) -> Result<Vec<i64>, DbErr> {
    let rows = Entity::find().filter(held_on(day)).order_by_asc(Column::Id).all(db).await?;
    let may = |row: &&Model| Role::parse(&row.role).is_some_and(|role| role.may(permission));
    let (administrators, others): (Vec<&Model>, Vec<&Model>) =
        rows.iter().filter(may).partition(|row| row.role == Role::Administrator.word());
    let mut holders: Vec<i64> = Vec::new();
    for row in others.into_iter().chain(administrators) {
        if !holders.contains(&row.person_id) {
            holders.push(row.person_id);
        }
    }
    Ok(holders)
}

/// Who holds a role on a London day.
pub async fn people_holding(db: &impl ConnectionTrait, role: Role, day: NaiveDate) -> Result<Vec<i64>, DbErr> {
    let rows = Entity::find().filter(Column::Role.eq(role.word())).filter(held_on(day)).order_by_asc(Column::Id);
    let mut ids: Vec<i64> = rows.all(db).await?.into_iter().map(|row| row.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Every role a person was ever given, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: &Model| {
        json!({
            "role": row.role, "starts_on": row.starts_on, "ends_on": row.ends_on, "ended_at": row.ended_at,
            "given_at": row.created_at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
