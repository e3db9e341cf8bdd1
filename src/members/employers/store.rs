//! Statements that write employers.

use chrono::NaiveDate;
use entity::{organisation, organisation_name, organisation_successor, person_profile};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::folding::folded_name;
use super::list_file::ListedEmployer;
use crate::kernel::Instant;

/// Every employer on record, listed or not.
pub(super) async fn list_all(db: &impl ConnectionTrait) -> Result<Vec<organisation::Model>, DbErr> {
    organisation::Entity::find().order_by_asc(organisation::Column::Id).all(db).await
}

/// Every name of every employer.
pub(super) async fn list_names(db: &impl ConnectionTrait) -> Result<Vec<organisation_name::Model>, DbErr> {
    organisation_name::Entity::find().order_by_asc(organisation_name::Column::Id).all(db).await
}

fn row(listed: &ListedEmployer, now: Instant) -> organisation::ActiveModel {
    organisation::ActiveModel {
        reference: Set(listed.code.clone()),
        name: Set(listed.name.clone()),
        folded_name: Set(folded_name(&listed.name)),
        official_name: Set(Some(listed.official_name.clone())),
        kind: Set(listed.kind.word().to_owned()),
        gss_code: Set(listed.gss_code.clone()),
        nation: Set(listed.nation.clone()),
        region: Set(listed.region.clone()),
        valid_from: Set(listed.valid_from),
        valid_to: Set(listed.valid_to),
        approved_at: Set(Some(now)),
        ..Default::default()
    }
}

/// Adds employers of the list.
pub(super) async fn insert_listed(
    db: &impl ConnectionTrait,
    listed: &[&ListedEmployer],
    now: Instant,
) -> Result<(), DbErr> {
    let rows = listed.iter().map(|listed| organisation::ActiveModel { created_at: Set(now), ..row(listed, now) });
    organisation::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// Brings an employer into line with the list.
pub(super) async fn update_listed(
    db: &impl ConnectionTrait,
    id: i64,
    listed: &ListedEmployer,
    now: Instant,
) -> Result<(), DbErr> {
    let row = organisation::ActiveModel { id: Set(id), ..row(listed, now) };
    organisation::Entity::update(row).exec(db).await?;
    Ok(())
}

/// Takes all names of these employers away.
pub(super) async fn delete_names(db: &impl ConnectionTrait, organisation_ids: &[i64]) -> Result<(), DbErr> {
    let own = organisation_name::Column::OrganisationId.is_in(organisation_ids.iter().copied());
    organisation_name::Entity::delete_many().filter(own).exec(db).await?;
    Ok(())
}

/// Adds names: employer, kind of name, name.
pub(super) async fn insert_names(db: &impl ConnectionTrait, names: &[(i64, &str, &str)]) -> Result<(), DbErr> {
    let rows = names.iter().map(|(organisation_id, kind, name)| organisation_name::ActiveModel {
        organisation_id: Set(*organisation_id),
        name: Set((*name).to_owned()),
        folded_name: Set(folded_name(name)),
        kind: Set((*kind).to_owned()),
        ..Default::default()
    });
    organisation_name::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// Notes who takes over from whom, unless it is known.
pub(super) async fn insert_succession(
    db: &impl ConnectionTrait,
    (organisation_id, successor_id): (i64, i64),
    takes_over_on: NaiveDate,
) -> Result<(), DbErr> {
    use organisation_successor::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        organisation_id: Set(organisation_id),
        successor_id: Set(successor_id),
        takes_over_on: Set(takes_over_on),
        ..Default::default()
    };
    let known = OnConflict::columns([Column::OrganisationId, Column::SuccessorId]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// Moves a person from one employer to another. False when they were not with the first.
pub(super) async fn mark_moved(
    db: &impl ConnectionTrait,
    person_id: i64,
    (from, to): (i64, i64),
    region: (Option<String>, Option<String>),
    now: Instant,
) -> Result<bool, DbErr> {
    use person_profile::{Column, Entity};
    let (nation, region) = region;
    let done = Entity::update_many()
        .col_expr(Column::OrganisationId, Expr::value(to))
        .col_expr(Column::Nation, Expr::value(nation))
        .col_expr(Column::Region, Expr::value(region))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::OrganisationId.eq(from))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds an organisation that somebody named and nobody has approved, and gives its id.
pub(super) async fn insert_proposed(
    db: &impl ConnectionTrait,
    reference: &str,
    (name, folded): (&str, &str),
    now: Instant,
) -> Result<i64, DbErr> {
    let row = organisation::ActiveModel {
        reference: Set(reference.to_owned()),
        name: Set(name.to_owned()),
        folded_name: Set(folded.to_owned()),
        kind: Set("customer".to_owned()),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(organisation::Entity::insert(row).exec(db).await?.last_insert_id)
}
