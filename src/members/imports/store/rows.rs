//! Statements on the staged rows of a batch.

use entity::import_row::{ActiveModel, Column, Entity, Model};
use entity::person;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::imports::staged::{Choice, RowState, Staged};

/// Writes staged rows.
pub(in crate::members::imports) async fn insert(
    tx: &impl ConnectionTrait,
    batch_id: i64,
    rows: &[Staged],
) -> Result<(), Unexpected> {
    if rows.is_empty() {
        return Ok(());
    }
    let models = rows.iter().map(|row| Ok(model(batch_id, row)?)).collect::<Result<Vec<_>, Unexpected>>()?;
    Entity::insert_many(models).exec_without_returning(tx).await?;
    Ok(())
}

fn model(batch_id: i64, row: &Staged) -> Result<ActiveModel, serde_json::Error> {
    Ok(ActiveModel {
        batch_id: Set(batch_id),
        line: Set(row.line),
        state: Set(row.state.word().to_owned()),
        person_reference: Set(row.reference.clone()),
        folded_email: Set(folded(row.values.email.as_deref())),
        folded_second_email: Set(folded(row.values.second_email.as_deref())),
        number: Set(row.values.number),
        cells: Set(serde_json::to_value(&row.values)?),
        problems: Set(serde_json::to_value(&row.problems)?),
        match_person_id: Set(row.matched.as_ref().map(|found| found.person_id)),
        match_reason: Set(row.matched.as_ref().map(|found| found.reason.clone())),
        choice: Set(row.choice.word().to_owned()),
        ..Default::default()
    })
}

/// An address as it is compared.
pub(in crate::members::imports) fn folded(address: Option<&str>) -> Option<String> {
    address.and_then(|address| EmailAddress::parse(address).ok()).map(|address| address.folded())
}

/// Forgets every row of a batch.
pub(in crate::members::imports) async fn delete_all(tx: &impl ConnectionTrait, batch_id: i64) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(Column::BatchId.eq(batch_id)).exec(tx).await?.rows_affected)
}

/// Rows of this batch that stand before and use one of these addresses or numbers.
pub(in crate::members::imports) async fn sharing(
    tx: &impl ConnectionTrait,
    batch_id: i64,
    emails: &[String],
    numbers: &[i64],
) -> Result<Vec<Model>, DbErr> {
    if emails.is_empty() && numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut shared = Condition::any();
    if !emails.is_empty() {
        shared = shared
            .add(Column::FoldedEmail.is_in(emails.iter().cloned()))
            .add(Column::FoldedSecondEmail.is_in(emails.iter().cloned()));
    }
    if !numbers.is_empty() {
        shared = shared.add(Column::Number.is_in(numbers.iter().copied()));
    }
    Entity::find().filter(Column::BatchId.eq(batch_id)).filter(shared).order_by_asc(Column::Line).all(tx).await
}

/// The next rows that are to be written.
pub(in crate::members::imports) async fn to_write(
    db: &impl ConnectionTrait,
    batch_id: i64,
    from_line: i64,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    let open = [RowState::Good.word(), RowState::Duplicate.word()];
    Entity::find()
        .filter(Column::BatchId.eq(batch_id))
        .filter(Column::Line.gte(from_line))
        .filter(Column::State.is_in(open))
        .filter(Column::Choice.ne(Choice::LeaveOut.word()))
        .order_by_asc(Column::Line)
        .limit(most)
        .all(db)
        .await
}

/// The next rows that were written.
pub(in crate::members::imports) async fn written(
    db: &impl ConnectionTrait,
    batch_id: i64,
    from_line: i64,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::BatchId.eq(batch_id))
        .filter(Column::Line.gte(from_line))
        .filter(Column::State.eq(RowState::Written.word()))
        .order_by_asc(Column::Line)
        .limit(most)
        .all(db)
        .await
}

/// Rows whose welcome has not gone yet.
pub(in crate::members::imports) async fn to_welcome(
    db: &impl ConnectionTrait,
    batch_id: i64,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::BatchId.eq(batch_id))
        .filter(Column::State.eq(RowState::Written.word()))
        .filter(Column::WelcomedAt.is_null())
        .order_by_asc(Column::Line)
        .limit(most)
        .all(db)
        .await
}

/// Notes that these people's welcome is on its way.
pub(in crate::members::imports) async fn mark_welcomed(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    now: Instant,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::WelcomedAt, Expr::value(now))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Marks rows written: whoever has the row's reference is its person.
pub(in crate::members::imports) async fn mark_written(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    let owner = Query::select()
        .column((person::Entity, person::Column::Id))
        .from(person::Entity)
        .and_where(Expr::col((person::Entity, person::Column::Reference)).equals((Entity, Column::PersonReference)))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::Written.word()))
        .col_expr(Column::PersonId, Expr::SubQuery(None, Box::new(owner.into())))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Marks a row written that was joined to somebody known, with what it added.
pub(in crate::members::imports) async fn mark_joined(
    tx: &impl ConnectionTrait,
    id: i64,
    person_id: i64,
    made: Value,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::Written.word()))
        .col_expr(Column::PersonId, Expr::value(person_id))
        .col_expr(Column::Made, Expr::value(made))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// A row that was good when it was checked and is no longer.
pub(in crate::members::imports) async fn mark_problem(
    tx: &impl ConnectionTrait,
    id: i64,
    problems: Value,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::Problem.word()))
        .col_expr(Column::Problems, Expr::value(problems))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// A reference that somebody has by now gives way to a fresh one.
pub(in crate::members::imports) async fn change_reference(
    tx: &impl ConnectionTrait,
    id: i64,
    reference: &str,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::PersonReference, Expr::value(reference))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Rows that were neither written nor wrong when the writing ended are left out.
pub(in crate::members::imports) async fn mark_left_out(tx: &impl ConnectionTrait, batch_id: i64) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::LeftOut.word()))
        .filter(Column::BatchId.eq(batch_id))
        .filter(Column::State.is_in([RowState::Good.word(), RowState::Duplicate.word()]))
        .exec(tx)
        .await?;
    Ok(())
}

/// What is to become of a row that may be somebody known; `line` none means every such row.
pub(in crate::members::imports) async fn choose(
    tx: &impl ConnectionTrait,
    batch_id: i64,
    line: Option<i64>,
    choice: Choice,
) -> Result<u64, DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::Choice, Expr::value(choice.word()))
        .filter(Column::BatchId.eq(batch_id))
        .filter(Column::State.eq(RowState::Duplicate.word()));
    if let Some(line) = line {
        update = update.filter(Column::Line.eq(line));
    }
    Ok(update.exec(tx).await?.rows_affected)
}
