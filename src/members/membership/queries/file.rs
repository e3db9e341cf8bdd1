//! Reads everything that standing is derived from in one statement: it is asked for whoever is signed in, on every request.

use chrono::NaiveDate;
use entity::{
    membership, membership_application, membership_fact, membership_order, membership_term, membership_type_version,
};
use sea_orm::sea_query::{Expr, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
};

use super::MembershipRecord;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::standing::{Evidence, Fact, UnderWay};
use crate::members::membership::term::{Basis, Term};

/// What stays with a person, and the evidence their standing rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MembershipFile {
    /// None for somebody who never had a term.
    pub record: Option<MembershipRecord>,
    /// Terms, the oldest first, with facts and what is under way.
    pub evidence: Evidence,
}

/// One row of any kind: `what` says which.
#[derive(FromQueryResult)]
struct FileRow {
    what: String,
    detail: String,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    ended_early_on: Option<NaiveDate>,
    began_at: Option<Instant>,
    over_at: Option<Instant>,
    closed_at: Option<Instant>,
    gives_member_price: Option<bool>,
    number: Option<i64>,
    member_since: Option<NaiveDate>,
}

const TERM: &str = "term";
const FACT: &str = "fact";
const ORDER: &str = "order";
const APPLICATION: &str = "application";

/// Number, first day and evidence of the person, in one statement.
pub async fn read_file(db: &impl ConnectionTrait, person_id: i64) -> Result<MembershipFile, Unexpected> {
    let mut query = terms(person_id);
    query.union(UnionType::All, facts(person_id));
    query.union(UnionType::All, orders(person_id));
    query.union(UnionType::All, applications(person_id));
    let statement = db.get_database_backend().build(&query);
    let mut file = MembershipFile::default();
    for row in FileRow::find_by_statement(statement).all(db).await? {
        add(&mut file, row)?;
    }
    file.evidence.terms.sort_by_key(|term| term.starts_on);
    Ok(file)
}

fn add(file: &mut MembershipFile, row: FileRow) -> Result<(), Unexpected> {
    let evidence = &mut file.evidence;
    match row.what.as_str() {
        TERM => {
            file.record = row
                .number
                .zip(row.member_since)
                .map(|(number, member_since)| MembershipRecord { number, member_since });
            evidence.terms.push(read_term(&row)?);
        }
        FACT => {
            let kind = FactKind::parse(&row.detail).with_context(|| format!("a fact's kind is {:?}", row.detail))?;
            let starts_on = row.starts_on.context("a fact has no first day")?;
            evidence.facts.push(Fact { kind, starts_on, ends_on: row.ends_on });
        }
        what => {
            let from = london_date(row.began_at.context("what is under way has no beginning")?);
            let offered_until = row.over_at.map(|at| london_date(at - chrono::Duration::microseconds(1)));
            // What was settled, decided or given up is no longer waited for on that very day.
            let closed_before = row.closed_at.map(|at| london_date(at).pred_opt().unwrap_or(NaiveDate::MIN));
            let until = [offered_until, closed_before].into_iter().flatten().min();
            evidence.under_way.push(UnderWay { is_decided: what == ORDER, from, until });
        }
    }
    Ok(())
}

fn read_term(row: &FileRow) -> Result<Term, Unexpected> {
    Ok(Term {
        basis: Basis::parse(&row.detail).with_context(|| format!("a term's basis is {:?}", row.detail))?,
        starts_on: row.starts_on.context("a term has no first day")?,
        ends_on: row.ends_on.context("a term has no last day")?,
        money_cleared: row.began_at.is_some(),
        ended_early_on: row.ended_early_on,
        gives_member_price: row.gives_member_price.unwrap_or_default(),
    })
}

fn no_day() -> Expr {
    Expr::value(None::<NaiveDate>)
}

fn no_instant() -> Expr {
    Expr::value(None::<Instant>)
}

fn terms(person_id: i64) -> SelectStatement {
    use membership_term::{Column, Entity};
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let version = Entity::belongs_to(membership_type_version::Entity)
        .from(Column::MembershipTypeVersionId)
        .to(membership_type_version::Column::Id);
    Entity::find()
        .select_only()
        .expr_as(Expr::value(TERM), "what")
        .column_as(Column::Basis, "detail")
        .column(Column::StartsOn)
        .column(Column::EndsOn)
        .column(Column::EndedEarlyOn)
        .column_as(Column::MoneyClearedAt, "began_at")
        .expr_as(no_instant(), "over_at")
        .expr_as(no_instant(), "closed_at")
        .column(membership_type_version::Column::GivesMemberPrice)
        .column(membership::Column::Number)
        .column(membership::Column::MemberSince)
        .join(JoinType::InnerJoin, holder.into())
        .join(JoinType::InnerJoin, version.into())
        .filter(membership::Column::PersonId.eq(person_id))
        .into_query()
}

fn facts(person_id: i64) -> SelectStatement {
    use membership_fact::{Column, Entity};
    let kinds = [FactKind::Suspended, FactKind::Resigned, FactKind::Removed, FactKind::Died].map(FactKind::word);
    Entity::find()
        .select_only()
        .expr_as(Expr::value(FACT), "what")
        .column_as(Column::Kind, "detail")
        .column(Column::StartsOn)
        .column(Column::EndsOn)
        .expr_as(no_day(), "ended_early_on")
        .expr_as(no_instant(), "began_at")
        .expr_as(no_instant(), "over_at")
        .expr_as(no_instant(), "closed_at")
        .expr_as(Expr::value(None::<bool>), "gives_member_price")
        .expr_as(Expr::value(None::<i64>), "number")
        .expr_as(no_day(), "member_since")
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::Kind.is_in(kinds))
        .filter(Column::RevokedAt.is_null())
        .into_query()
}

fn orders(person_id: i64) -> SelectStatement {
    use membership_order::{Column, Entity};
    Entity::find()
        .select_only()
        .expr_as(Expr::value(ORDER), "what")
        .column_as(Column::Kind, "detail")
        .expr_as(no_day(), "starts_on")
        .expr_as(no_day(), "ends_on")
        .expr_as(no_day(), "ended_early_on")
        .column_as(Column::CreatedAt, "began_at")
        .column_as(Column::OpenUntil, "over_at")
        .column_as(Column::ClosedAt, "closed_at")
        .expr_as(Expr::value(None::<bool>), "gives_member_price")
        .expr_as(Expr::value(None::<i64>), "number")
        .expr_as(no_day(), "member_since")
        .filter(Column::PersonId.eq(person_id))
        .into_query()
}

fn applications(person_id: i64) -> SelectStatement {
    use membership_application::{Column, Entity};
    Entity::find()
        .select_only()
        .expr_as(Expr::value(APPLICATION), "what")
        .column_as(Column::Kind, "detail")
        .expr_as(no_day(), "starts_on")
        .expr_as(no_day(), "ends_on")
        .expr_as(no_day(), "ended_early_on")
        .column_as(Column::SubmittedAt, "began_at")
        .expr_as(no_instant(), "over_at")
        .column(Column::ClosedAt)
        .expr_as(Expr::value(None::<bool>), "gives_member_price")
        .expr_as(Expr::value(None::<i64>), "number")
        .expr_as(no_day(), "member_since")
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::SubmittedAt.is_not_null())
        .into_query()
}
