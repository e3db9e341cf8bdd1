//! The figures of the overview.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{membership, membership_application, membership_term, organisation, person, person_profile};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use super::months::Span;
use crate::kernel::{Instant, Unexpected};
use crate::members::desk::status_tag::MEMBERS;
use crate::members::membership::Status;
use crate::members::membership::status_sql::{has_status, last_kind_name, status_expression};

/// Applications that wait for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) applications: u64,
    pub(super) oldest: Option<Instant>,
}

/// How many applications wait, and since when the oldest does.
pub(super) async fn waiting_applications(db: &impl ConnectionTrait) -> Result<Waiting, Unexpected> {
    use membership_application::{Column, Entity};
    let waiting = || Entity::find().filter(Column::State.is_in(["submitted", "waiting_for_evidence"]));
    let oldest = waiting().order_by_asc(Column::SubmittedAt).one(db).await?.and_then(|row| row.submitted_at);
    Ok(Waiting { applications: waiting().count(db).await?, oldest })
}

fn people() -> Select<person::Entity> {
    let membership =
        person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let profile = person::Entity::belongs_to(person_profile::Entity)
        .from(person::Column::Id)
        .to(person_profile::Column::PersonId);
    let employer = person_profile::Entity::belongs_to(organisation::Entity)
        .from(person_profile::Column::OrganisationId)
        .to(organisation::Column::Id);
    person::Entity::find()
        .select_only()
        .join(JoinType::LeftJoin, membership.into())
        .join(JoinType::LeftJoin, profile.into())
        .join(JoinType::LeftJoin, employer.into())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
}

/// How many people are of each status.
pub(super) async fn count_statuses(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<BTreeMap<Status, i64>, Unexpected> {
    let counted: Vec<(String, i64)> = people()
        .expr_as(status_expression(today), "status")
        .expr_as(Expr::col((person::Entity, person::Column::Id)).count(), "people")
        .group_by(Expr::col("status"))
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().filter_map(|(word, count)| Some((Status::parse(&word)?, count))).collect())
}

/// What members are counted by.
#[derive(Clone, Copy, Debug)]
pub(super) enum CountedBy {
    Type,
    Region,
    Employer,
}

/// Members, those in grace with them, by type, region or employer; the greatest first.
pub(super) async fn count_members(
    db: &impl ConnectionTrait,
    by: CountedBy,
    today: NaiveDate,
) -> Result<Vec<(String, i64)>, Unexpected> {
    let label: SimpleExpr = match by {
        CountedBy::Type => last_kind_name(today),
        CountedBy::Region => Expr::col((person_profile::Entity, person_profile::Column::Region)),
        CountedBy::Employer => Func::coalesce([
            Expr::col((organisation::Entity, organisation::Column::Name)),
            Expr::col((person_profile::Entity, person_profile::Column::OtherEmployer)),
        ])
        .into(),
    };
    let members = MEMBERS.iter().fold(Condition::any(), |any, status| any.add(has_status(*status, today)));
    let counted: Vec<(Option<String>, i64)> = people()
        .expr_as(label, "label")
        .expr_as(Expr::col((person::Entity, person::Column::Id)).count(), "people")
        .filter(members)
        .group_by(Expr::col("label"))
        .order_by(Expr::col("people"), Order::Desc)
        .order_by(Expr::col("label"), Order::Asc)
        .into_tuple()
        .all(db)
        .await?;
    let named = |(label, count): (Option<String>, i64)| (label.unwrap_or_else(|| "Not given".to_owned()), count);
    Ok(counted.into_iter().map(named).collect())
}

#[derive(FromQueryResult)]
struct TermRow {
    membership_id: i64,
    basis: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    ended_early_on: Option<NaiveDate>,
    money_cleared_at: Option<Instant>,
}

/// Every membership's terms that count. Records merged into others are left out.
pub(super) async fn chains(db: &impl ConnectionTrait) -> Result<Vec<Vec<Span>>, Unexpected> {
    use membership_term::{Column, Entity};
    let rows = Entity::find()
        .select_only()
        .columns([Column::MembershipId, Column::Basis, Column::StartsOn, Column::EndsOn])
        .columns([Column::EndedEarlyOn, Column::MoneyClearedAt])
        .order_by_asc(Column::MembershipId)
        .into_model::<TermRow>()
        .all(db)
        .await?;
    let mut chains: Vec<(i64, Vec<Span>)> = Vec::new();
    for row in rows {
        let last_day = row.ended_early_on.map_or(row.ends_on, |early| std::cmp::min(early, row.ends_on));
        if (row.basis == "paid" && row.money_cleared_at.is_none()) || last_day < row.starts_on {
            continue;
        }
        let span = Span { starts_on: row.starts_on, last_day, ran_out: last_day == row.ends_on };
        match chains.last_mut().filter(|(id, _)| *id == row.membership_id) {
            Some((_, chain)) => chain.push(span),
            None => chains.push((row.membership_id, vec![span])),
        }
    }
    Ok(chains.into_iter().map(|(_, chain)| chain).collect())
}
