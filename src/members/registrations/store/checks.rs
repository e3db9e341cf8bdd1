//! Statements on checks and on the queries they open.

use chrono::NaiveDate;
use entity::{person_profile, registration_check, registration_query};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Instant;
use crate::members::registrations::outcome::QueryState;
use crate::members::registrations::record_check::NewCheck;

/// Writes a check. It is never changed.
pub(in super::super) async fn insert_check(
    tx: &impl ConnectionTrait,
    check: &NewCheck,
    now: Instant,
) -> Result<i64, DbErr> {
    let row = registration_check::ActiveModel {
        person_id: Set(check.person_id),
        number: Set(check.number.clone()),
        outcome: Set(check.outcome.word().to_owned()),
        checked_on: Set(check.checked_on),
        registered_until: Set(check.found.until),
        name_found: Set(check.found.name.clone()),
        status_found: Set(check.found.status.clone()),
        by_hand: Set(check.by_hand),
        checked_by_id: Set(check.officer_id),
        recorded_at: Set(now),
        ..Default::default()
    };
    Ok(registration_check::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Notes beside the number that it was checked, by whom and when (PR-02), unless a later day stands there.
pub(in super::super) async fn note_on_profile(
    tx: &impl ConnectionTrait,
    (person_id, number): (i64, &str),
    (on, officer_id): (NaiveDate, i64),
) -> Result<(), DbErr> {
    use person_profile::{Column, Entity};
    let earlier = Column::RegistrationCheckedOn.is_null().or(Column::RegistrationCheckedOn.lte(on));
    Entity::update_many()
        .col_expr(Column::RegistrationCheckedOn, Expr::value(on))
        .col_expr(Column::RegistrationCheckedById, Expr::value(officer_id))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::RegistrationNumber.eq(number))
        .filter(earlier)
        .exec(tx)
        .await?;
    Ok(())
}

/// The query about somebody that waits; a second failed check makes no second one.
pub(in super::super) async fn find_waiting(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<registration_query::Model>, DbErr> {
    use registration_query::{Column, Entity};
    let waiting = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::State.is_in(waiting_words()));
    waiting.order_by_desc(Column::Id).one(db).await
}

/// The words of [`QueryState::WAITING`].
pub(in super::super) fn waiting_words() -> [&'static str; 2] {
    QueryState::WAITING.map(QueryState::word)
}

/// Opens a query.
pub(in super::super) async fn insert_query(
    tx: &impl ConnectionTrait,
    (person_id, check_id): (i64, i64),
    now: Instant,
) -> Result<(), DbErr> {
    let row = registration_query::ActiveModel {
        person_id: Set(person_id),
        check_id: Set(check_id),
        state: Set(QueryState::Open.word().to_owned()),
        opened_at: Set(now),
        ..Default::default()
    };
    registration_query::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Lets a waiting query rest on a newer check.
pub(in super::super) async fn rest_on(tx: &impl ConnectionTrait, query_id: i64, check_id: i64) -> Result<(), DbErr> {
    use registration_query::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::CheckId, Expr::value(check_id))
        .filter(Column::Id.eq(query_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What an officer did about a query of this person that waits. False when it waits no more.
pub(in super::super) async fn handle_query(
    tx: &impl ConnectionTrait,
    (query_id, person_id): (i64, i64),
    (state, note): (QueryState, &str),
    (officer_id, now): (i64, Instant),
) -> Result<bool, DbErr> {
    use registration_query::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.word()))
        .col_expr(Column::Note, Expr::value(note))
        .col_expr(Column::HandledById, Expr::value(officer_id))
        .col_expr(Column::HandledAt, Expr::value(now))
        .filter(Column::Id.eq(query_id))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::State.is_in(waiting_words()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
