//! Statements on applications. Every change of state names the states it may come from; zero rows means somebody was first.

use chrono::NaiveDate;
use entity::membership_application::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::kernel::Instant;
use crate::members::applications::{ApplicationKind, ApplicationState};

/// A draft to be written.
pub(in crate::members::applications) struct NewDraft {
    pub(in crate::members::applications) reference: String,
    pub(in crate::members::applications) person_id: i64,
    pub(in crate::members::applications) kind: ApplicationKind,
    pub(in crate::members::applications) type_id: i64,
    pub(in crate::members::applications) answers: Value,
}

/// Starts a draft. None when this person has a live application already.
pub(in crate::members::applications) async fn insert_draft(
    db: &impl ConnectionTrait,
    new: NewDraft,
    now: Instant,
) -> Result<Option<i64>, DbErr> {
    let row = ActiveModel {
        reference: Set(new.reference),
        person_id: Set(new.person_id),
        kind: Set(new.kind.word().to_owned()),
        membership_type_id: Set(new.type_id),
        state: Set(ApplicationState::Draft.word().to_owned()),
        answers: Set(new.answers),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    match Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec(db).await {
        Ok(written) => Ok(Some(written.last_insert_id)),
        Err(DbErr::RecordNotInserted) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps the answers of the person's draft. False when it is a draft no more.
pub(in crate::members::applications) async fn save_draft(
    db: &impl ConnectionTrait,
    (id, person_id): (i64, i64),
    (kind, type_id): (ApplicationKind, i64),
    answers: Value,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::Kind, Expr::value(kind.word()))
        .col_expr(Column::MembershipTypeId, Expr::value(type_id))
        .col_expr(Column::Answers, Expr::value(answers))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::State.eq(ApplicationState::Draft.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What changes with a state; what is none stays.
#[derive(Default)]
pub(in crate::members::applications) struct Change {
    pub(in crate::members::applications) answers: Option<Value>,
    pub(in crate::members::applications) kind: Option<ApplicationKind>,
    pub(in crate::members::applications) terms_version: Option<String>,
    /// The version of the type that was asked for, and the words declared.
    pub(in crate::members::applications) declared: Option<(i64, String)>,
    pub(in crate::members::applications) submitted_at: Option<Instant>,
    pub(in crate::members::applications) reply_by: Option<NaiveDate>,
    pub(in crate::members::applications) closed_at: Option<Instant>,
    pub(in crate::members::applications) closed_reason: Option<String>,
}

/// Moves an application to `to`, if it is in one of `from`. False when somebody was first.
pub(in crate::members::applications) async fn mark(
    db: &impl ConnectionTrait,
    id: i64,
    (from, to): (&[ApplicationState], ApplicationState),
    change: Change,
    now: Instant,
) -> Result<bool, DbErr> {
    let (version_id, declaration) = change.declared.unzip();
    let row = ActiveModel {
        state: Set(to.word().to_owned()),
        updated_at: Set(now),
        answers: change.answers.map_or_else(Default::default, Set),
        kind: change.kind.map_or_else(Default::default, |kind| Set(kind.word().to_owned())),
        terms_version: change.terms_version.map_or_else(Default::default, |version| Set(Some(version))),
        membership_type_version_id: version_id.map_or_else(Default::default, |id| Set(Some(id))),
        declaration: declaration.map_or_else(Default::default, |words| Set(Some(words))),
        submitted_at: change.submitted_at.map_or_else(Default::default, |at| Set(Some(at))),
        reply_by: change.reply_by.map_or_else(Default::default, |day| Set(Some(day))),
        closed_at: change.closed_at.map_or_else(Default::default, |at| Set(Some(at))),
        closed_reason: change.closed_reason.map_or_else(Default::default, |reason| Set(Some(reason))),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(from.iter().map(|state| state.word())))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Holds an undecided application for this transaction, so that two deciders come one after the other. False when it is decided.
pub(in crate::members::applications) async fn hold_undecided(
    db: &impl ConnectionTrait,
    id: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(ApplicationState::UNDECIDED.map(ApplicationState::word)))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Deletes drafts that nobody touched since `before`.
pub(in crate::members::applications) async fn delete_drafts(
    db: &impl ConnectionTrait,
    before: Instant,
) -> Result<u64, DbErr> {
    let done = Entity::delete_many()
        .filter(Column::State.eq(ApplicationState::Draft.word()))
        .filter(Column::UpdatedAt.lt(before))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}
