//! Reads about membership.

use chrono::NaiveDate;
use entity::{membership, membership_price, membership_term, membership_type};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Value, json};

use super::standing::{Basis, Standing, Term, standing_on};
use super::store;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// What stays with a person through all their terms.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MembershipRecord {
    /// Never reused.
    pub number: i64,
    /// First day of the first term.
    pub member_since: NaiveDate,
}

/// A type that can be had on a day, with its price then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedType {
    /// Its id.
    pub id: i64,
    /// Short lasting word.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// Who may have it.
    pub who_for: String,
    /// How long a term lasts.
    pub term_months: u32,
    /// Applications are decided before they are paid (D6).
    pub needs_decision: bool,
    /// Its members buy training at the member price.
    pub gives_member_price: bool,
    /// What a term costs.
    pub price: Pence,
}

/// Whether the person is a member on the London day `on`, derived from their terms (D7).
pub async fn standing(db: &impl ConnectionTrait, person_id: i64, on: NaiveDate) -> Result<Standing, Unexpected> {
    Ok(standing_on(&terms_of(db, person_id).await?, on))
}

#[derive(FromQueryResult)]
struct TermRow {
    basis: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    money_cleared_at: Option<Instant>,
    ended_early_on: Option<NaiveDate>,
    gives_member_price: bool,
}

/// Every term of the person, the oldest first.
pub async fn terms_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<Term>, Unexpected> {
    use membership_term::{Column, Entity};
    let membership = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let kind =
        Entity::belongs_to(membership_type::Entity).from(Column::MembershipTypeId).to(membership_type::Column::Id);
    let rows = Entity::find()
        .select_only()
        .columns([Column::Basis, Column::StartsOn, Column::EndsOn, Column::MoneyClearedAt, Column::EndedEarlyOn])
        .column(membership_type::Column::GivesMemberPrice)
        .join(JoinType::InnerJoin, membership.into())
        .join(JoinType::InnerJoin, kind.into())
        .filter(membership::Column::PersonId.eq(person_id))
        .order_by_asc(Column::StartsOn)
        .into_model::<TermRow>()
        .all(db)
        .await?;
    rows.into_iter().map(read_term).collect()
}

fn read_term(row: TermRow) -> Result<Term, Unexpected> {
    Ok(Term {
        basis: Basis::parse(&row.basis).with_context(|| format!("a term's basis is {:?}", row.basis))?,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        money_cleared: row.money_cleared_at.is_some(),
        ended_early_on: row.ended_early_on,
        gives_member_price: row.gives_member_price,
    })
}

/// The person's number and first day, if they were ever a member.
pub async fn find_membership(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<MembershipRecord>, Unexpected> {
    let row = store::find_membership_row(db, person_id).await?;
    Ok(row.map(|row| MembershipRecord { number: row.number, member_since: row.member_since }))
}

/// The types open on a day, in page order, each with the price in force that day. A type without a price yet is not offered.
pub async fn offered_types(db: &impl ConnectionTrait, on: NaiveDate) -> Result<Vec<OfferedType>, Unexpected> {
    let types = membership_type::Entity::find().order_by_asc(membership_type::Column::Position).all(db).await?;
    let prices = membership_price::Entity::find()
        .filter(membership_price::Column::ValidFrom.lte(on))
        .order_by_desc(membership_price::Column::ValidFrom)
        .all(db)
        .await?;
    let open = types.into_iter().filter(|kind| kind.closed_on.is_none_or(|closed| on < closed));
    let offered = open.filter_map(|kind| {
        let price = prices.iter().find(|price| price.membership_type_id == kind.id)?;
        Some(OfferedType {
            id: kind.id,
            code: kind.code,
            name: kind.name,
            who_for: kind.who_for,
            term_months: kind.term_months.unsigned_abs(),
            needs_decision: kind.needs_decision,
            gives_member_price: kind.gives_member_price,
            price: Pence::new(price.price_pence),
        })
    });
    Ok(offered.collect())
}

/// Number, first day and every term, for the person's data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    use membership_term::{Column, Entity, Model};
    let Some(row) = store::find_membership_row(db, person_id).await? else { return Ok(Value::Null) };
    let types = membership_type::Entity::find().all(db).await?;
    let terms = Entity::find().filter(Column::MembershipId.eq(row.id)).order_by_asc(Column::StartsOn).all(db).await?;
    let shown = |term: &Model| {
        let kind = types.iter().find(|kind| kind.id == term.membership_type_id).map(|kind| kind.name.as_str());
        json!({
            "type": kind, "basis": term.basis, "starts_on": term.starts_on, "ends_on": term.ends_on,
            "money_cleared_at": term.money_cleared_at, "ended_early_on": term.ended_early_on,
            "end_reason": term.end_reason,
        })
    };
    let terms: Vec<Value> = terms.iter().map(shown).collect();
    Ok(json!({ "number": row.number, "member_since": row.member_since, "terms": terms }))
}
