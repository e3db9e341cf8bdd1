//! Whose registration is due a check: members who gave a number, or whose type asks for one, and whose present number was not
//! checked since the last 1 December (rules 2.1).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    membership, membership_type, membership_type_version, person, person_profile, registration_check,
    registration_list, registration_list_item,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::kernel::Unexpected;
use crate::members::desk::MEMBERS;
use crate::members::membership::status_sql::{has_status, last_kind_code};
use crate::members::registrations::lists_of_numbers::Numbered;
use crate::members::registrations::season::year_began_on;

/// How a registration can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Numbers of Social Work England, by lists.
    Lists,
    /// Numbers of other regulators, one by one.
    ByHand,
    /// No number was given, and the type asks for one.
    NoNumber,
}

/// Somebody whose registration is due a check.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DuePerson {
    /// What addresses call them.
    pub reference: String,
    /// Full name.
    pub full_name: String,
    /// A regulator's word.
    pub regulator: Option<String>,
    /// The number as it is kept.
    pub registration_number: Option<String>,
    /// The day of the last check that matched.
    pub registration_checked_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct NumberRow {
    id: i64,
    registration_number: Option<String>,
}

/// How many of a group are due.
pub(in crate::members) async fn count_due(
    db: &impl ConnectionTrait,
    group: Group,
    today: NaiveDate,
) -> Result<u64, Unexpected> {
    Ok(due(db, group, today).await?.column(person::Column::Id).count(db).await?)
}

/// Whether any registration can be checked and is due; cheaper than counting them all.
pub async fn has_due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<bool, Unexpected> {
    for group in [Group::Lists, Group::ByHand] {
        let first: Option<i64> =
            due(db, group, today).await?.column(person::Column::Id).limit(1).into_tuple().one(db).await?;
        if first.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Those of a group who are due, by name, at most so many.
pub(in crate::members) async fn list_due(
    db: &impl ConnectionTrait,
    group: Group,
    today: NaiveDate,
    most: u64,
) -> Result<Vec<DuePerson>, Unexpected> {
    use person_profile::Column::{RegistrationCheckedOn, RegistrationNumber, Regulator};
    let people = due(db, group, today)
        .await?
        .columns([person::Column::Reference, person::Column::FullName])
        .columns([Regulator, RegistrationNumber, RegistrationCheckedOn])
        .order_by_asc(person::Column::FoldedName)
        .order_by_asc(person::Column::Id)
        .limit(most);
    Ok(people.into_model().all(db).await?)
}

/// Numbers that are due and on no open list.
pub(in crate::members) async fn numbers_to_list(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<Numbered>, Unexpected> {
    let rows: Vec<NumberRow> = due(db, Group::Lists, today)
        .await?
        .column(person::Column::Id)
        .column(person_profile::Column::RegistrationNumber)
        .filter(is_listed().not())
        .into_model()
        .all(db)
        .await?;
    let numbered = |row: NumberRow| Some(Numbered { person_id: row.id, number: row.registration_number? });
    Ok(rows.into_iter().filter_map(numbered).collect())
}

async fn due(db: &impl ConnectionTrait, group: Group, today: NaiveDate) -> Result<Select<person::Entity>, Unexpected> {
    use person_profile::Column::{RegistrationNumber, Regulator};
    let of_england = Condition::all().add(RegistrationNumber.is_not_null()).add(Regulator.eq("swe"));
    let of_others = Condition::any().add(Regulator.is_null()).add(Regulator.ne("swe"));
    let condition = match group {
        Group::Lists => of_england.add(was_checked(today).not()),
        Group::ByHand => {
            Condition::all().add(RegistrationNumber.is_not_null()).add(of_others).add(was_checked(today).not())
        }
        Group::NoNumber => {
            let asking = kinds_that_ask(db, today).await?;
            Condition::all().add(RegistrationNumber.is_null()).add(Expr::expr(last_kind_code(today)).is_in(asking))
        }
    };
    let membership =
        person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let profile = person::Entity::belongs_to(person_profile::Entity)
        .from(person::Column::Id)
        .to(person_profile::Column::PersonId);
    let members = MEMBERS.iter().fold(Condition::any(), |any, status| any.add(has_status(*status, today)));
    Ok(person::Entity::find()
        .select_only()
        .join(JoinType::LeftJoin, membership.into())
        .join(JoinType::LeftJoin, profile.into())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(condition)
        .filter(members))
}

/// The present number was checked in this year of registration, whatever came of it.
fn was_checked(today: NaiveDate) -> SimpleExpr {
    use registration_check::{Column, Entity};
    let checks = Query::select()
        .expr(Expr::value(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .and_where(
            Expr::col((Entity, Column::Number))
                .equals((person_profile::Entity, person_profile::Column::RegistrationNumber)),
        )
        .and_where(Expr::col((Entity, Column::CheckedOn)).gte(year_began_on(today)))
        .to_owned();
    Expr::exists(checks)
}

fn is_listed() -> SimpleExpr {
    use registration_list_item::{Column, Entity};
    let open = Query::select()
        .expr(Expr::value(1))
        .from(Entity)
        .inner_join(
            registration_list::Entity,
            Expr::col((registration_list::Entity, registration_list::Column::Id)).equals((Entity, Column::ListId)),
        )
        .and_where(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .and_where(Expr::col((registration_list::Entity, registration_list::Column::State)).eq("open"))
        .to_owned();
    Expr::exists(open)
}

/// Codes of the types that ask for a registration today, those closed to new members among them.
async fn kinds_that_ask(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<String>, Unexpected> {
    use membership_type_version::{Column, Entity};
    let versions = Entity::find().filter(Column::ValidFrom.lte(today)).order_by_asc(Column::ValidFrom).all(db).await?;
    let latest: BTreeMap<i64, bool> =
        versions.into_iter().map(|row| (row.membership_type_id, row.asks_registration)).collect();
    let kinds = membership_type::Entity::find().all(db).await?;
    let asks = |id: i64| latest.get(&id).copied().unwrap_or(false);
    Ok(kinds.into_iter().filter(|kind| asks(kind.id)).map(|kind| kind.code).collect())
}
