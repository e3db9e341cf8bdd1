//! What the register is made from.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::{membership, membership_term, membership_type_version, person, person_profile};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::entry::RegisterTerm;
use crate::kernel::Unexpected;
use crate::members::membership::GRACE_DAYS;

/// People in one statement.
const ROWS: usize = 1_000;

/// A person who may stand in the register of a day.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) reference: String,
    pub(super) number: i64,
    pub(super) member_since: NaiveDate,
    pub(super) address: String,
    pub(super) terms: Vec<RegisterTerm>,
}

#[derive(FromQueryResult)]
struct PersonRow {
    membership_id: i64,
    number: i64,
    member_since: NaiveDate,
    full_name: String,
    reference: String,
    service_address: Option<String>,
    postcode: Option<String>,
}

#[derive(FromQueryResult)]
struct TermRow {
    membership_id: i64,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    ended_early_on: Option<NaiveDate>,
}

/// The last day a term really ran to.
fn last_day() -> SimpleExpr {
    use membership_term::Column::{EndedEarlyOn, EndsOn};
    CaseStatement::new()
        .case(Expr::col(EndedEarlyOn).lt(Expr::col(EndsOn)), Expr::col(EndedEarlyOn))
        .finally(Expr::col(EndsOn))
        .into()
}

/// Terms that were paid for, or rest on something else, and ran for at least a day.
fn counts() -> Condition {
    use membership_term::Column::{Basis, MoneyClearedAt, StartsOn};
    Condition::all()
        .add(Condition::any().add(Basis.ne("paid")).add(MoneyClearedAt.is_not_null()))
        .add(last_day().gte(Expr::col(StartsOn)))
}

/// Everybody with a term that held `on` or ended in the days of grace before it, by name. Somebody merged into another person
/// stands under that person.
pub(super) async fn candidates(db: &impl ConnectionTrait, on: NaiveDate) -> Result<Vec<Candidate>, Unexpected> {
    let earliest = on.checked_sub_days(Days::new(GRACE_DAYS)).unwrap_or(on);
    let near = membership_term::Entity::find()
        .select_only()
        .column(membership_term::Column::MembershipId)
        .filter(counts())
        .filter(membership_term::Column::StartsOn.lte(on))
        .filter(last_day().gte(earliest));
    let person =
        membership::Entity::belongs_to(person::Entity).from(membership::Column::PersonId).to(person::Column::Id);
    let profile = membership::Entity::belongs_to(person_profile::Entity)
        .from(membership::Column::PersonId)
        .to(person_profile::Column::PersonId);
    let people = membership::Entity::find()
        .select_only()
        .column_as(membership::Column::Id, "membership_id")
        .columns([membership::Column::Number, membership::Column::MemberSince])
        .columns([person::Column::FullName, person::Column::Reference])
        .columns([person_profile::Column::ServiceAddress, person_profile::Column::Postcode])
        .join(JoinType::InnerJoin, person.into())
        .join(JoinType::LeftJoin, profile.into())
        .filter(membership::Column::Id.in_subquery(near.into_query()))
        .filter(person::Column::MergedIntoId.is_null())
        .order_by_asc(person::Column::FoldedName)
        .order_by_asc(membership::Column::Number)
        .into_model::<PersonRow>()
        .all(db)
        .await?;
    let ids: Vec<i64> = people.iter().map(|row| row.membership_id).collect();
    let mut terms = terms_of(db, &ids).await?;
    let candidate = |row: PersonRow| Candidate {
        terms: terms.remove(&row.membership_id).unwrap_or_default(),
        address: [row.service_address, row.postcode].into_iter().flatten().collect::<Vec<_>>().join("\n"),
        name: row.full_name,
        reference: row.reference,
        number: row.number,
        member_since: row.member_since,
    };
    Ok(people.into_iter().map(candidate).collect())
}

async fn terms_of(
    db: &impl ConnectionTrait,
    membership_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<RegisterTerm>>, Unexpected> {
    use membership_term::{Column, Entity};
    let mut found: BTreeMap<i64, Vec<RegisterTerm>> = BTreeMap::new();
    for ids in membership_ids.chunks(ROWS) {
        let version = Entity::belongs_to(membership_type_version::Entity)
            .from(Column::MembershipTypeVersionId)
            .to(membership_type_version::Column::Id);
        let rows = Entity::find()
            .select_only()
            .columns([Column::MembershipId, Column::StartsOn, Column::EndsOn, Column::EndedEarlyOn])
            .column(membership_type_version::Column::Name)
            .join(JoinType::InnerJoin, version.into())
            .filter(Column::MembershipId.is_in(ids.iter().copied()))
            .filter(counts())
            .into_model::<TermRow>()
            .all(db)
            .await?;
        for row in rows {
            let last_day = row.ended_early_on.map_or(row.ends_on, |early| std::cmp::min(early, row.ends_on));
            let term =
                RegisterTerm { class: row.name, starts_on: row.starts_on, last_day, ran_out: last_day == row.ends_on };
            found.entry(row.membership_id).or_default().push(term);
        }
    }
    Ok(found)
}
