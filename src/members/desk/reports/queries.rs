//! What the reports are made from: a statement each, however many members there are. Terms are streamed, a membership at a time.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{membership, membership_fact, membership_term, organisation, person, person_profile};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::employers::EmployerCount;
use super::leaving::EndingFact;
use super::spans::Span;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::status_sql::has_rights;
use crate::members::membership::{FactKind, TermSource};

#[derive(FromQueryResult)]
struct TermRow {
    membership_id: i64,
    basis: String,
    source: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    ended_early_on: Option<NaiveDate>,
    charge_id: Option<i64>,
    money_cleared_at: Option<Instant>,
    created_at: Instant,
}

/// Memberships of records that were merged into others: what stayed with them is told twice elsewhere.
fn merged_memberships() -> SelectStatement {
    Query::select()
        .column((membership::Entity, membership::Column::Id))
        .from(membership::Entity)
        .inner_join(
            person::Entity,
            Expr::col((person::Entity, person::Column::Id)).equals((membership::Entity, membership::Column::PersonId)),
        )
        .and_where(Expr::col((person::Entity, person::Column::MergedIntoId)).is_not_null())
        .to_owned()
}

/// So many memberships are read at once.
const AT_ONCE: i64 = 5_000;

/// Gives each membership's terms that count, in the order of their first days, to `each`; a few thousand memberships are held in
/// memory at a time. `value_days` are the days on which money that somebody wrote down was ours, by charge.
pub(super) async fn each_chain(
    db: &impl ConnectionTrait,
    value_days: &HashMap<i64, NaiveDate>,
    mut each: impl FnMut(i64, &[Span]),
) -> Result<(), Unexpected> {
    use membership_term::{Column, Entity};
    let terms = || Entity::find().filter(Column::MembershipId.not_in_subquery(merged_memberships()));
    let newest: Option<i64> =
        terms().select_only().column_as(Column::MembershipId.max(), "newest").into_tuple().one(db).await?.flatten();
    let mut first = 0;
    while first <= newest.unwrap_or(-1) {
        let rows = terms()
            .select_only()
            .columns([Column::MembershipId, Column::Basis, Column::Source, Column::StartsOn, Column::EndsOn])
            .columns([Column::EndedEarlyOn, Column::ChargeId, Column::MoneyClearedAt, Column::CreatedAt])
            .filter(Column::MembershipId.gte(first))
            .filter(Column::MembershipId.lt(first + AT_ONCE))
            .order_by_asc(Column::MembershipId)
            .order_by_asc(Column::StartsOn)
            .into_model::<TermRow>()
            .all(db)
            .await?;
        for terms in rows.chunk_by(|one, other| one.membership_id == other.membership_id) {
            let mut chain = Vec::with_capacity(terms.len());
            for term in terms {
                chain.extend(span(term, value_days)?);
            }
            if !chain.is_empty() {
                each(terms[0].membership_id, &chain);
            }
        }
        first += AT_ONCE;
    }
    Ok(())
}

/// The term as the rules read it; none for one that never counted.
fn span(row: &TermRow, value_days: &HashMap<i64, NaiveDate>) -> Result<Option<Span>, Unexpected> {
    let last_day = row.ended_early_on.map_or(row.ends_on, |early| std::cmp::min(early, row.ends_on));
    let is_paid = row.basis == "paid";
    if (is_paid && row.money_cleared_at.is_none()) || last_day < row.starts_on {
        return Ok(None);
    }
    let source = TermSource::parse(&row.source).with_context(|| format!("a term's source is {:?}", row.source))?;
    let written_at = row.money_cleared_at.filter(|_| is_paid).unwrap_or(row.created_at);
    let value_on = row.charge_id.and_then(|charge_id| value_days.get(&charge_id)).copied();
    Ok(Some(Span {
        starts_on: row.starts_on,
        last_day,
        ran_out: last_day == row.ends_on,
        puts_off: matches!(source, TermSource::Pause | TermSource::Extension | TermSource::TypeChange),
        made_on: (source != TermSource::Import).then(|| value_on.unwrap_or_else(|| london_date(written_at))),
    }))
}

#[derive(FromQueryResult)]
struct FactRow {
    membership_id: i64,
    kind: String,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    reason: Option<String>,
}

/// Notices, removals and deaths that were not taken back, by membership, the oldest first.
pub(super) async fn ending_facts(db: &impl ConnectionTrait) -> Result<HashMap<i64, Vec<EndingFact>>, Unexpected> {
    use membership_fact::{Column, Entity};
    let holder = Entity::belongs_to(membership::Entity).from(Column::PersonId).to(membership::Column::PersonId);
    let rows = Entity::find()
        .select_only()
        .columns([Column::Kind, Column::StartsOn, Column::EndsOn, Column::Reason])
        .column_as(membership::Column::Id, "membership_id")
        .join(JoinType::InnerJoin, holder.into())
        .filter(Column::Kind.is_in([FactKind::Resigned, FactKind::Removed, FactKind::Died].map(FactKind::word)))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::Id)
        .into_model::<FactRow>()
        .all(db)
        .await?;
    let mut found: HashMap<i64, Vec<EndingFact>> = HashMap::new();
    for row in rows {
        let kind = FactKind::parse(&row.kind).with_context(|| format!("a fact's kind is {:?}", row.kind))?;
        let fact = EndingFact { kind, starts_on: row.starts_on, ends_on: row.ends_on, reason: row.reason };
        found.entry(row.membership_id).or_default().push(fact);
    }
    Ok(found)
}

/// Members today, those in grace with them, by employer: an organisation by its name today, or else what was typed.
pub(super) async fn count_employers(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<EmployerCount>, Unexpected> {
    use person_profile::Column::{OrganisationId, OtherEmployer, PersonId};
    let membership =
        person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let profile = person::Entity::belongs_to(person_profile::Entity).from(person::Column::Id).to(PersonId);
    let employer =
        person_profile::Entity::belongs_to(organisation::Entity).from(OrganisationId).to(organisation::Column::Id);
    let is_typed = Expr::col((person_profile::Entity, OrganisationId)).is_null();
    let typed = CaseStatement::new().case(is_typed, Expr::col((person_profile::Entity, OtherEmployer)));
    let name = Func::coalesce([Expr::col((organisation::Entity, organisation::Column::Name)), typed.into()]);
    let counted: Vec<(Option<i64>, Option<String>, i64)> = person::Entity::find()
        .select_only()
        .column_as(organisation::Column::Id, "employer_id")
        .expr_as(name, "employer")
        .expr_as(Expr::col((person::Entity, person::Column::Id)).count(), "members")
        .join(JoinType::InnerJoin, membership.into())
        .join(JoinType::LeftJoin, profile.into())
        .join(JoinType::LeftJoin, employer.into())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(has_rights(today))
        .group_by(Expr::col("employer_id"))
        .group_by(Expr::col("employer"))
        .into_tuple()
        .all(db)
        .await?;
    let count = |(organisation_id, name, members)| EmployerCount { organisation_id, name, members };
    Ok(counted.into_iter().map(count).collect())
}
