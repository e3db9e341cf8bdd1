//! One page of people, found by key: first whose page it is, then what is shown of each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{membership, organisation, person, person_email, person_profile};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::filter::{Filter, Sort};
use super::listed::{ListedPage, ListedPerson};
use crate::kernel::Unexpected;
use crate::members::membership::Status;
use crate::members::membership::status_sql::{
    has_status, last_day_of_chain, last_kind_code, last_kind_name, narrowed_to, status_expression,
};
use crate::members::search;

/// Counting stops here; nobody reads the thousandth person of a list.
const MOST_COUNTED: u64 = 1_000;
/// What words bring is counted no further than this: whoever gets so many types another word.
const MOST_FOUND: u64 = 200;

/// The page of `filter` with at most `size` people.
pub async fn list_people(
    db: &impl ConnectionTrait,
    filter: &Filter,
    today: NaiveDate,
    size: u64,
) -> Result<ListedPage, Unexpected> {
    let mut all = narrowed(filter, today);
    if let Some(found) = search::matching(db, &search::typed_words(&filter.typed)).await? {
        all = all.filter(found);
    }
    let most = if filter.typed.is_empty() { MOST_COUNTED } else { MOST_FOUND };
    // Whoever types sees the first page of few people: reading on from it counts as well. A whole status is counted in any order.
    let is_first = !filter.typed.is_empty() && filter.after.is_empty() && filter.sort == Sort::Name;
    let (further, read) = if is_first { (None, std::cmp::max(most, size + 1)) } else { (Some(all.clone()), size + 1) };
    let ids: Vec<i64> = sorted(db, all, filter).await?.limit(read).into_tuple().all(db).await?;
    let counted = match further {
        Some(all) => count_up_to(db, all.into_query(), most).await?,
        None => std::cmp::min(ids.len() as u64, most),
    };
    let has_more = ids.len() as u64 > size;
    let ids = &ids[..ids.len().min(usize::try_from(size)?)];
    Ok(ListedPage { people: people_of(db, ids, today).await?, has_more, counted, is_more: counted == most })
}

/// The ids of everybody the filter leaves in, by name, for exports.
pub async fn matching_ids(
    db: &impl ConnectionTrait,
    filter: &Filter,
    today: NaiveDate,
) -> Result<Vec<i64>, Unexpected> {
    let mut all = narrowed(filter, today);
    if let Some(found) = search::matching(db, &search::typed_words(&filter.typed)).await? {
        all = all.filter(found);
    }
    let by_name = all.order_by_asc(person::Column::FoldedName).order_by_asc(person::Column::Id);
    Ok(by_name.into_tuple().all(db).await?)
}

/// Ids of the people left in by everything but the words.
fn narrowed(filter: &Filter, today: NaiveDate) -> Select<person::Entity> {
    let mut select = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .join(JoinType::LeftJoin, to_membership())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null());
    if let Some(status) = filter.status {
        select = select.filter(has_status(status, today).add_option(narrowed_to(status)));
    }
    if !filter.kind.is_empty() {
        select = select.filter(Expr::expr(last_kind_code(today)).eq(filter.kind.as_str()));
    }
    let by_profile =
        [(&filter.nation, person_profile::Column::Nation), (&filter.region, person_profile::Column::Region)];
    if !filter.employer.is_empty() || by_profile.iter().any(|(value, _)| !value.is_empty()) {
        select = select.join(JoinType::InnerJoin, to_profile());
    }
    for (value, column) in by_profile.into_iter().filter(|(value, _)| !value.is_empty()) {
        select = select.filter(column.eq(value.as_str()));
    }
    if !filter.employer.is_empty() {
        let employer = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .filter(organisation::Column::Reference.eq(filter.employer.as_str()));
        select = select.filter(person_profile::Column::OrganisationId.in_subquery(employer.into_query()));
    }
    if let Some(from) = filter.ends_from {
        select = select.filter(last_day_of_chain().gte(from));
    }
    if let Some(to) = filter.ends_to {
        select = select.filter(last_day_of_chain().lte(to));
    }
    select
}

/// In order, from after the last person of the page before.
async fn sorted(
    db: &impl ConnectionTrait,
    select: Select<person::Entity>,
    filter: &Filter,
) -> Result<Select<person::Entity>, Unexpected> {
    let after = match filter.after.as_str() {
        "" => None,
        reference => find_key(db, reference).await?,
    };
    let id = || Expr::col((person::Entity, person::Column::Id));
    let (key, value): (SimpleExpr, Option<SimpleExpr>) = match filter.sort {
        Sort::Name => (
            Expr::col((person::Entity, person::Column::FoldedName)),
            after.as_ref().map(|key| Expr::value(key.folded_name.as_str())),
        ),
        Sort::Number => (
            Expr::col((membership::Entity, membership::Column::Number)),
            after.as_ref().and_then(|key| key.number).map(Expr::value),
        ),
        Sort::Ends => (last_day_of_chain(), after.as_ref().and_then(|key| key.ends_on).map(Expr::value)),
    };
    let mut select = select;
    if filter.sort != Sort::Name {
        select = select.filter(key.clone().is_not_null());
    }
    if let (Some(after), Some(value)) = (&after, value) {
        // Two conditions and not one "or", so that an index on the key can be entered at the right place.
        let further = Condition::any().add(key.clone().gt(value.clone())).add(id().gt(after.id));
        select = select.filter(key.clone().gte(value)).filter(further);
    }
    Ok(select.order_by(key, Order::Asc).order_by(id(), Order::Asc))
}

#[derive(FromQueryResult)]
struct KeyRow {
    id: i64,
    folded_name: String,
    number: Option<i64>,
    ends_on: Option<NaiveDate>,
}

async fn find_key(db: &impl ConnectionTrait, reference: &str) -> Result<Option<KeyRow>, Unexpected> {
    let key = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::FoldedName])
        .column(membership::Column::Number)
        .expr_as(last_day_of_chain(), "ends_on")
        .join(JoinType::LeftJoin, to_membership())
        .filter(person::Column::Reference.eq(reference));
    Ok(key.into_model().one(db).await?)
}

async fn count_up_to(db: &impl ConnectionTrait, mut found: SelectStatement, most: u64) -> Result<u64, Unexpected> {
    found.limit(most);
    let mut count = Query::select();
    count.expr(Expr::col(sea_orm::sea_query::Asterisk).count()).from_subquery(found, Alias::new("found"));
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}

#[derive(FromQueryResult)]
struct ShownRow {
    id: i64,
    reference: String,
    full_name: String,
    number: Option<i64>,
    status: String,
    ends_on: Option<NaiveDate>,
    kind: Option<String>,
    employer: Option<String>,
    other_employer: Option<String>,
}

/// These people as the list shows them, in this order.
pub async fn people_of(
    db: &impl ConnectionTrait,
    ids: &[i64],
    today: NaiveDate,
) -> Result<Vec<ListedPerson>, Unexpected> {
    let employer = person_profile::Entity::belongs_to(organisation::Entity)
        .from(person_profile::Column::OrganisationId)
        .to(organisation::Column::Id);
    let rows = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Reference, person::Column::FullName])
        .column(membership::Column::Number)
        .column_as(organisation::Column::Name, "employer")
        .column(person_profile::Column::OtherEmployer)
        .expr_as(status_expression(today), "status")
        .expr_as(last_day_of_chain(), "ends_on")
        .expr_as(last_kind_name(today), "kind")
        .join(JoinType::LeftJoin, to_membership())
        .join(JoinType::LeftJoin, to_profile())
        .join(JoinType::LeftJoin, employer.into())
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .into_model::<ShownRow>()
        .all(db)
        .await?;
    let emails = primary_emails(db, ids).await?;
    let mut people: BTreeMap<i64, ListedPerson> = BTreeMap::new();
    for row in rows {
        let person = ListedPerson {
            email: emails.get(&row.id).cloned().unwrap_or_default(),
            status: Status::parse(&row.status).unwrap_or(Status::None),
            reference: row.reference,
            name: row.full_name,
            number: row.number,
            ends_on: row.ends_on,
            kind: row.kind.unwrap_or_default(),
            employer: row.employer.or(row.other_employer).unwrap_or_default(),
        };
        people.insert(row.id, person);
    }
    Ok(ids.iter().filter_map(|id| people.remove(id)).collect())
}

async fn primary_emails(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, String>, Unexpected> {
    let rows = person_email::Entity::find()
        .filter(person_email::Column::PersonId.is_in(ids.iter().copied()))
        .filter(person_email::Column::IsPrimary.eq(true))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.address)).collect())
}

fn to_membership() -> sea_orm::RelationDef {
    person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId).into()
}

fn to_profile() -> sea_orm::RelationDef {
    person::Entity::belongs_to(person_profile::Entity)
        .from(person::Column::Id)
        .to(person_profile::Column::PersonId)
        .into()
}

/// A choice of a filter.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) value: String,
    pub(super) label: String,
}

/// Nations or regions that somebody's profile names.
pub(super) async fn known_places(
    db: &impl ConnectionTrait,
    column: person_profile::Column,
) -> Result<Vec<String>, Unexpected> {
    let places = person_profile::Entity::find().select_only().column(column).distinct().filter(column.is_not_null());
    Ok(places.order_by_asc(column).into_tuple().all(db).await?)
}

/// Employers that somebody's profile names.
pub(super) async fn known_employers(db: &impl ConnectionTrait) -> Result<Vec<Known>, Unexpected> {
    let named = person_profile::Entity::find()
        .select_only()
        .column(person_profile::Column::OrganisationId)
        .distinct()
        .filter(person_profile::Column::OrganisationId.is_not_null());
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Id.in_subquery(named.into_query()))
        .order_by_asc(organisation::Column::FoldedName)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| Known { value: row.reference, label: row.name }).collect())
}
