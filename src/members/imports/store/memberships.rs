//! Writes many memberships and terms at once. Numbers that a file brings are kept; the series goes on after the highest.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{membership, membership_term, membership_type, membership_type_version, number_series};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Instant;
use crate::members::imports::read_row::RowValues;
use crate::members::membership::{Basis, TermSource, read_rule};

/// The series that numbers without one come from; the same as for people who join.
const SERIES: &str = "membership";
/// The series begins after this.
const BEFORE_FIRST: i64 = 1_000;

/// The types a term can be of, each with its versions, the oldest first.
pub(in crate::members::imports) struct Types(BTreeMap<String, (i64, Vec<membership_type_version::Model>)>);

impl Types {
    /// Reads them.
    pub(in crate::members::imports) async fn load(tx: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let versions = membership_type_version::Entity::find()
            .order_by_asc(membership_type_version::Column::ValidFrom)
            .all(tx)
            .await?;
        let types = membership_type::Entity::find().all(tx).await?;
        let of = |kind: &membership_type::Model| {
            versions.iter().filter(|version| version.membership_type_id == kind.id).cloned().collect()
        };
        Ok(Self(
            types
                .into_iter()
                .map(|kind| {
                    let own = of(&kind);
                    (kind.code, (kind.id, own))
                })
                .collect(),
        ))
    }

    /// The type's id and the version in force that day, or the first there is.
    fn on(&self, code: &str, day: NaiveDate) -> Option<(i64, &membership_type_version::Model)> {
        let (id, versions) = self.0.get(code)?;
        let in_force = versions.iter().rev().find(|version| version.valid_from <= day).or(versions.first())?;
        Some((*id, in_force))
    }
}

/// Writes a membership for each of these people and gives the rows by person.
pub(in crate::members::imports) async fn insert(
    tx: &impl ConnectionTrait,
    people: &[(i64, &RowValues)],
    now: Instant,
) -> Result<BTreeMap<i64, i64>, DbErr> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let highest = people.iter().filter_map(|(_, values)| values.number).max();
    let without = people.iter().filter(|(_, values)| values.number.is_none()).count();
    let mut next = take_numbers(tx, highest, i64::try_from(without).unwrap_or(i64::MAX)).await?;
    let mut models = Vec::with_capacity(people.len());
    for (person_id, values) in people {
        let number = values.number.unwrap_or_else(|| {
            next += 1;
            next
        });
        let Some(member_since) = values.member_since.or(values.term_start) else { continue };
        models.push(membership::ActiveModel {
            person_id: Set(*person_id),
            number: Set(number),
            member_since: Set(values.term_start.map_or(member_since, |start| std::cmp::Ord::min(start, member_since))),
            created_at: Set(now),
            ..Default::default()
        });
    }
    membership::Entity::insert_many(models).exec_without_returning(tx).await?;
    let ids = people.iter().map(|(person_id, _)| *person_id);
    let rows = membership::Entity::find().filter(membership::Column::PersonId.is_in(ids)).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.id)).collect())
}

/// Raises the series above `highest`, takes `count` numbers more, and gives the one before the first of them.
async fn take_numbers(tx: &impl ConnectionTrait, highest: Option<i64>, count: i64) -> Result<i64, DbErr> {
    use number_series::{ActiveModel, Column, Entity};
    let row = ActiveModel { name: Set(SERIES.to_owned()), last_number: Set(BEFORE_FIRST) };
    let known = OnConflict::column(Column::Name).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    if let Some(highest) = highest {
        Entity::update_many()
            .col_expr(Column::LastNumber, Expr::value(highest))
            .filter(Column::Name.eq(SERIES))
            .filter(Column::LastNumber.lt(highest))
            .exec(tx)
            .await?;
    }
    Entity::update_many()
        .col_expr(Column::LastNumber, Expr::col(Column::LastNumber).add(count))
        .filter(Column::Name.eq(SERIES))
        .exec(tx)
        .await?;
    let series = Entity::find_by_id(SERIES.to_owned()).one(tx).await?;
    Ok(series.map_or(BEFORE_FIRST, |series| series.last_number - count))
}

/// Writes the terms that rows bring: paid elsewhere, so they count at once.
pub(in crate::members::imports) async fn insert_terms(
    tx: &impl ConnectionTrait,
    terms: &[(i64, &RowValues)],
    types: &Types,
    now: Instant,
) -> Result<(), DbErr> {
    let models: Vec<_> = terms.iter().filter_map(|(id, values)| term(*id, values, types, now)).collect();
    if !models.is_empty() {
        let known = OnConflict::new().do_nothing().to_owned();
        membership_term::Entity::insert_many(models).on_conflict(known).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn term(membership_id: i64, values: &RowValues, types: &Types, now: Instant) -> Option<membership_term::ActiveModel> {
    let starts_on = values.term_start?;
    let (membership_type_id, version) = types.on(values.type_code.as_deref()?, starts_on)?;
    let usual_end = read_rule(version).ok()?.last_day(starts_on);
    Some(membership_term::ActiveModel {
        membership_id: Set(membership_id),
        membership_type_id: Set(membership_type_id),
        membership_type_version_id: Set(version.id),
        basis: Set(Basis::Paid.word().to_owned()),
        source: Set(TermSource::Import.word().to_owned()),
        starts_on: Set(starts_on),
        ends_on: Set(values.term_end.unwrap_or(usual_end)),
        price_pence: Set(0),
        money_cleared_at: Set(Some(now)),
        created_at: Set(now),
        ..Default::default()
    })
}

/// The id of the live term that begins on this day.
pub(in crate::members::imports) async fn term_from(
    tx: &impl ConnectionTrait,
    membership_id: i64,
    starts_on: NaiveDate,
) -> Result<Option<i64>, DbErr> {
    use membership_term::{Column, Entity};
    let mine = Entity::find().filter(Column::MembershipId.eq(membership_id)).filter(Column::StartsOn.eq(starts_on));
    Ok(mine.filter(Column::EndedEarlyOn.is_null()).one(tx).await?.map(|row| row.id))
}

/// Their membership, if they have one.
pub(in crate::members::imports) async fn of_person(
    tx: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<i64>, DbErr> {
    let row = membership::Entity::find().filter(membership::Column::PersonId.eq(person_id)).one(tx).await?;
    Ok(row.map(|row| row.id))
}
