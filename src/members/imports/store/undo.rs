//! Statements that take back what an import wrote.

use std::collections::BTreeSet;

use entity::{
    email_choice, import_row, membership, membership_term, person, person_email, person_practice_role, person_profile,
};
use import_row::{Column, Entity};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::members::imports::join_person::Added;
use crate::members::imports::staged::RowState;
use crate::members::membership::TermSource;

/// Those of these people who have a term that no import brought.
pub(in crate::members::imports) async fn with_later_terms(
    tx: &impl ConnectionTrait,
    people: &[i64],
) -> Result<BTreeSet<i64>, DbErr> {
    let own = memberships_of(tx, people).await?;
    let ids = own.iter().map(|row| row.id);
    let later = membership_term::Entity::find()
        .filter(membership_term::Column::MembershipId.is_in(ids))
        .filter(membership_term::Column::Source.ne(TermSource::Import.word()))
        .all(tx)
        .await?;
    let later: BTreeSet<i64> = later.into_iter().map(|term| term.membership_id).collect();
    Ok(own.into_iter().filter(|row| later.contains(&row.id)).map(|row| row.person_id).collect())
}

async fn memberships_of(tx: &impl ConnectionTrait, people: &[i64]) -> Result<Vec<membership::Model>, DbErr> {
    membership::Entity::find().filter(membership::Column::PersonId.is_in(people.iter().copied())).all(tx).await
}

/// Takes these people out of the register as if they had never been in it.
pub(in crate::members::imports) async fn delete_people(tx: &impl ConnectionTrait, people: &[i64]) -> Result<(), DbErr> {
    if people.is_empty() {
        return Ok(());
    }
    let ids = || people.iter().copied();
    let memberships = Query::select()
        .column(membership::Column::Id)
        .from(membership::Entity)
        .and_where(membership::Column::PersonId.is_in(ids()))
        .to_owned();
    membership_term::Entity::delete_many()
        .filter(membership_term::Column::MembershipId.in_subquery(memberships))
        .exec(tx)
        .await?;
    membership::Entity::delete_many().filter(membership::Column::PersonId.is_in(ids())).exec(tx).await?;
    person_email::Entity::delete_many().filter(person_email::Column::PersonId.is_in(ids())).exec(tx).await?;
    person_profile::Entity::delete_many().filter(person_profile::Column::PersonId.is_in(ids())).exec(tx).await?;
    person_practice_role::Entity::delete_many()
        .filter(person_practice_role::Column::PersonId.is_in(ids()))
        .exec(tx)
        .await?;
    email_choice::Entity::delete_many().filter(email_choice::Column::PersonId.is_in(ids())).exec(tx).await?;
    person::Entity::delete_many().filter(person::Column::Id.is_in(ids())).exec(tx).await?;
    Ok(())
}

/// Notes what became of rows whose person is about to go: the row lets go of them first.
pub(in crate::members::imports) async fn mark_undone(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::Undone.word()))
        .col_expr(Column::PersonId, Expr::value(None::<i64>))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes why a row's person stays.
pub(in crate::members::imports) async fn mark_kept(
    tx: &impl ConnectionTrait,
    id: i64,
    reason: &str,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RowState::Kept.word()))
        .col_expr(Column::KeptReason, Expr::value(reason))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes back what a row added to somebody known, as far as nothing was built on it since.
pub(in crate::members::imports) async fn delete_added(tx: &impl ConnectionTrait, added: &Added) -> Result<(), DbErr> {
    if let Some(term) = added.term {
        membership_term::Entity::delete_many()
            .filter(membership_term::Column::Id.eq(term))
            .filter(membership_term::Column::ChargeId.is_null())
            .exec(tx)
            .await?;
    }
    if let Some(id) = added.membership {
        let terms = membership_term::Entity::find().filter(membership_term::Column::MembershipId.eq(id)).limit(1);
        if terms.one(tx).await?.is_none() {
            membership::Entity::delete_by_id(id).exec(tx).await?;
        }
    }
    person_email::Entity::delete_many()
        .filter(person_email::Column::Id.is_in(added.emails.iter().copied()))
        .filter(person_email::Column::VerifiedAt.is_null())
        .filter(person_email::Column::IsPrimary.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}
