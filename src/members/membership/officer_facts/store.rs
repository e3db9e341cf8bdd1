//! Statements on dated facts. A fact is never deleted: it gets a last day, or is taken back.

pub(super) mod removals;

use chrono::NaiveDate;
use entity::membership_fact::{ActiveModel, Column, Entity};
use entity::person;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::fact_kind::FactKind;
use crate::kernel::{Instant, Unexpected};

/// A fact to be put on record.
#[derive(Clone, Debug)]
pub(in crate::members::membership) struct NewFact<'a> {
    pub(in crate::members::membership) person_id: i64,
    pub(in crate::members::membership) kind: FactKind,
    pub(in crate::members::membership) starts_on: NaiveDate,
    pub(in crate::members::membership) ends_on: Option<NaiveDate>,
    pub(in crate::members::membership) reason: Option<&'a str>,
    pub(in crate::members::membership) minute_reference: Option<&'a str>,
    pub(in crate::members::membership) recorded_by_id: Option<i64>,
}

/// Writes a fact and gives its id.
pub(in crate::members::membership) async fn insert_fact(
    tx: &impl ConnectionTrait,
    new: NewFact<'_>,
    now: Instant,
) -> Result<i64, Unexpected> {
    let row = ActiveModel {
        person_id: Set(new.person_id),
        kind: Set(new.kind.word().to_owned()),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        reason: Set(new.reason.map(str::to_owned)),
        minute_reference: Set(new.minute_reference.map(str::to_owned)),
        recorded_by_id: Set(new.recorded_by_id),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Takes a fact back. False when it had been, or is not this person's.
pub(super) async fn mark_revoked(
    tx: &impl ConnectionTrait,
    (person_id, fact_id): (i64, i64),
    now: Instant,
) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Id.eq(fact_id))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A fact of the person that was not taken back. A notice or a resolution that a later term answered is history.
pub(super) async fn find_live(
    db: &impl ConnectionTrait,
    (person_id, fact_id): (i64, i64),
) -> Result<Option<FactKind>, Unexpected> {
    let row = Entity::find_by_id(fact_id)
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::RevokedAt.is_null())
        .one(db)
        .await?;
    let is_answered = |kind: FactKind, ends_on: Option<NaiveDate>| {
        matches!(kind, FactKind::Removed | FactKind::Resigned) && ends_on.is_some()
    };
    Ok(row.and_then(|row| FactKind::parse(&row.kind).filter(|kind| !is_answered(*kind, row.ends_on))))
}

/// Ends notices and resolutions on the day before `from`: a new term answers them. One that would never have held is taken
/// back.
pub(in crate::members::membership) async fn end_answered(
    tx: &impl ConnectionTrait,
    person_id: i64,
    from: NaiveDate,
    now: Instant,
) -> Result<(), Unexpected> {
    let answered = || {
        Condition::all()
            .add(Column::PersonId.eq(person_id))
            .add(Column::Kind.is_in([FactKind::Resigned.word(), FactKind::Removed.word()]))
            .add(Column::RevokedAt.is_null())
            .add(Condition::any().add(Column::EndsOn.is_null()).add(Column::EndsOn.gte(from)))
    };
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(answered())
        .filter(Column::StartsOn.gte(from))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::EndsOn, Expr::value(from.pred_opt().unwrap_or(NaiveDate::MIN)))
        .filter(answered())
        .filter(Column::StartsOn.lt(from))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the day of death beside the person, where everything that sends or lists looks; none takes it back.
pub(super) async fn set_died_on(
    tx: &impl ConnectionTrait,
    person_id: i64,
    died_on: Option<NaiveDate>,
) -> Result<(), Unexpected> {
    person::Entity::update_many()
        .col_expr(person::Column::DiedOn, Expr::value(died_on))
        .filter(person::Column::Id.eq(person_id))
        .exec(tx)
        .await?;
    Ok(())
}
