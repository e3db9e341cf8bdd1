//! Statements on role grants.

use chrono::NaiveDate;
use entity::person;
use entity::role_grant::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
};

use super::grant_role::GrantRole;
use super::queries::held_on;
use crate::kernel::{Instant, Role};

/// Writes a grant.
pub(super) async fn insert_grant(db: &impl ConnectionTrait, grant: &GrantRole, now: Instant) -> Result<i64, DbErr> {
    let row = ActiveModel {
        person_id: Set(grant.person_id),
        role: Set(grant.role.word().to_owned()),
        starts_on: Set(grant.starts_on),
        ends_on: Set(grant.ends_on),
        granted_by_id: Set(grant.granted_by),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(db).await?.last_insert_id)
}

/// A grant of this role to this person that shares a day with the span `from`..=`to` (no end when none).
pub(super) async fn find_overlap(
    db: &impl ConnectionTrait,
    person_id: i64,
    role: Role,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<Option<Model>, DbErr> {
    let mut query = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::Role.eq(role.word()))
        .filter(Column::EndedAt.is_null())
        .filter(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(from)));
    if let Some(to) = to {
        query = query.filter(Column::StartsOn.lte(to));
    }
    query.one(db).await
}

/// The grant of this role that the person holds on `day`.
pub(super) async fn find_held(
    db: &impl ConnectionTrait,
    person_id: i64,
    role: Role,
    day: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    let mine = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::Role.eq(role.word()));
    mine.filter(held_on(day)).one(db).await
}

/// This grant, unless it is over on `day` or was taken away.
pub(super) async fn find_live(
    db: &impl ConnectionTrait,
    grant_id: i64,
    day: NaiveDate,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(grant_id)
        .filter(Column::EndedAt.is_null())
        .filter(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(day)))
        .one(db)
        .await
}

/// Makes whoever else ends a grant of this role wait until this transaction is over, so that two administrators cannot
/// remove each other at once. A write that changes nothing locks rows on PostgreSQL; SQLite has one writer anyway.
pub(super) async fn lock_grants(db: &impl ConnectionTrait, role: Role) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Role, Expr::value(role.word()))
        .filter(Column::Role.eq(role.word()))
        .exec(db)
        .await?;
    Ok(())
}

/// How many other people hold the role on `day` without an end in sight.
pub(super) async fn count_other_lasting_holders(
    db: &impl ConnectionTrait,
    person_id: i64,
    role: Role,
    day: NaiveDate,
) -> Result<usize, DbErr> {
    let rows = Entity::find()
        .filter(Column::PersonId.ne(person_id))
        .filter(Column::Role.eq(role.word()))
        .filter(Column::EndsOn.is_null())
        .filter(held_on(day))
        .join(
            JoinType::InnerJoin,
            Entity::belongs_to(person::Entity).from(Column::PersonId).to(person::Column::Id).into(),
        )
        .filter(person::Column::DisabledAt.is_null())
        .filter(person::Column::MergedIntoId.is_null())
        .all(db)
        .await?;
    Ok(rows.len())
}

/// Ends a grant at once. False when somebody was first.
pub(super) async fn mark_ended(db: &impl ConnectionTrait, grant_id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.eq(grant_id))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a grant its last day, unless it has an earlier one. False when somebody was first.
pub(super) async fn mark_last_day(
    db: &impl ConnectionTrait,
    grant: &Model,
    last_day: NaiveDate,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::EndsOn, Expr::value(last_day))
        .filter(Column::Id.eq(grant.id))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
