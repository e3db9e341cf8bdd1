//! Statements of erasing people.

use entity::{
    membership, membership_application, membership_fact, membership_order, membership_term, merge_change, merge_record,
    person, person_email, role_grant, sign_in_code,
};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::TOMBSTONE;
use crate::kernel::Instant;

pub(super) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).one(db).await
}

/// Records merged into this one.
pub(super) async fn merged_into(db: &impl ConnectionTrait, id: i64) -> Result<Vec<i64>, DbErr> {
    let ids = person::Entity::find().select_only().column(person::Column::Id);
    ids.filter(person::Column::MergedIntoId.eq(id)).into_tuple().all(db).await
}

/// Whether one of them holds a role, or will.
pub(super) async fn holds_office(db: &impl ConnectionTrait, ids: &[i64]) -> Result<bool, DbErr> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.is_in(ids.iter().copied()))
        .filter(role_grant::Column::EndedAt.is_null());
    Ok(grants.limit(1).one(db).await?.is_some())
}

/// Whether one of them has an order that waits for money.
pub(super) async fn has_open_order(db: &impl ConnectionTrait, ids: &[i64]) -> Result<bool, DbErr> {
    let orders = membership_order::Entity::find()
        .filter(membership_order::Column::PersonId.is_in(ids.iter().copied()))
        .filter(membership_order::Column::State.eq("open"));
    Ok(orders.limit(1).one(db).await?.is_some())
}

/// Their addresses as they are compared.
pub(super) async fn addresses_of(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<String>, DbErr> {
    let rows = person_email::Entity::find().filter(person_email::Column::PersonId.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?.into_iter().map(|row| row.folded_address).collect())
}

async fn ids_of<E>(db: &impl ConnectionTrait, id: E::Column, owner: E::Column, ids: &[i64]) -> Result<Vec<i64>, DbErr>
where
    E: EntityTrait,
{
    E::find().select_only().column(id).filter(owner.is_in(ids.iter().copied())).into_tuple().all(db).await
}

/// Rows of theirs that audit entries may be about.
pub(super) async fn subjects_of(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<(&'static str, i64)>, DbErr> {
    let mut subjects: Vec<(&'static str, i64)> = ids.iter().map(|id| ("person", *id)).collect();
    let emails = ids_of::<person_email::Entity>(db, person_email::Column::Id, person_email::Column::PersonId, ids);
    subjects.extend(emails.await?.into_iter().map(|id| ("person_email", id)));
    let grants = ids_of::<role_grant::Entity>(db, role_grant::Column::Id, role_grant::Column::PersonId, ids);
    subjects.extend(grants.await?.into_iter().map(|id| ("role_grant", id)));
    let facts =
        ids_of::<membership_fact::Entity>(db, membership_fact::Column::Id, membership_fact::Column::PersonId, ids);
    subjects.extend(facts.await?.into_iter().map(|id| ("membership_fact", id)));
    let orders =
        ids_of::<membership_order::Entity>(db, membership_order::Column::Id, membership_order::Column::PersonId, ids);
    subjects.extend(orders.await?.into_iter().map(|id| ("membership_order", id)));
    let applications = ids_of::<membership_application::Entity>(
        db,
        membership_application::Column::Id,
        membership_application::Column::PersonId,
        ids,
    );
    subjects.extend(applications.await?.into_iter().map(|id| ("membership_application", id)));
    let own = ids_of::<membership::Entity>(db, membership::Column::Id, membership::Column::PersonId, ids).await?;
    let terms =
        ids_of::<membership_term::Entity>(db, membership_term::Column::Id, membership_term::Column::MembershipId, &own);
    subjects.extend(terms.await?.into_iter().map(|id| ("membership_term", id)));
    subjects.extend(own.into_iter().map(|id| ("membership", id)));
    Ok(subjects)
}

/// Codes are asked for by address, whoever has it.
pub(super) async fn delete_codes(tx: &impl ConnectionTrait, addresses: &[String]) -> Result<(), DbErr> {
    sign_in_code::Entity::delete_many()
        .filter(sign_in_code::Column::FoldedAddress.is_in(addresses.iter().cloned()))
        .exec(tx)
        .await?;
    Ok(())
}

/// What stays for the register and the accounts loses its words.
pub(super) async fn empty_kept_rows(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), DbErr> {
    membership_application::Entity::update_many()
        .col_expr(membership_application::Column::Answers, Expr::value(json!({})))
        .col_expr(membership_application::Column::Declaration, Expr::value(None::<String>))
        .filter(membership_application::Column::PersonId.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    membership_fact::Entity::update_many()
        .col_expr(membership_fact::Column::Reason, Expr::value(None::<String>))
        .filter(membership_fact::Column::PersonId.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    let merges = Condition::any()
        .add(merge_record::Column::FromPersonId.is_in(ids.iter().copied()))
        .add(merge_record::Column::IntoPersonId.is_in(ids.iter().copied()));
    let records = Query::select()
        .column(merge_record::Column::Id)
        .from(merge_record::Entity)
        .cond_where(merges.clone())
        .to_owned();
    merge_change::Entity::delete_many()
        .filter(merge_change::Column::MergeRecordId.in_subquery(records))
        .exec(tx)
        .await?;
    merge_record::Entity::update_many()
        .col_expr(merge_record::Column::Reason, Expr::value(""))
        .filter(merges)
        .exec(tx)
        .await?;
    Ok(())
}

/// The person without a name, closed for good.
pub(super) async fn empty_people(tx: &impl ConnectionTrait, ids: &[i64], now: Instant) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::FullName, Expr::value(TOMBSTONE))
        .col_expr(person::Column::FoldedName, Expr::value(""))
        .col_expr(person::Column::DisabledAt, Expr::value(now))
        .col_expr(person::Column::ErasedAt, Expr::value(now))
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}
