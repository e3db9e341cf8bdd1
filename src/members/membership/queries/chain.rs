//! Reads all that is on record about one person's membership.

use chrono::NaiveDate;
use entity::{membership, membership_fact, membership_term, membership_type, membership_type_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::read_file;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::{Chain, FactRecord, TermRecord};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::term::{Basis, Term};
use crate::members::membership::term_source::TermSource;
use crate::payments;

/// Everything about the person's membership; an empty chain for somebody who never had one.
pub async fn load_chain(db: &impl ConnectionTrait, person_id: i64) -> Result<Chain, Unexpected> {
    Ok(Chain {
        terms: term_records(db, person_id).await?,
        facts: fact_records(db, person_id).await?,
        under_way: read_file(db, person_id).await?.evidence.under_way,
    })
}

#[derive(FromQueryResult)]
struct TermRow {
    id: i64,
    order_id: Option<i64>,
    type_id: i64,
    type_code: String,
    version_id: i64,
    type_name: String,
    gives_member_price: bool,
    basis: String,
    source: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    price_pence: i64,
    charge_id: Option<i64>,
    money_cleared_at: Option<Instant>,
    ended_early_on: Option<NaiveDate>,
    end_reason: Option<String>,
    created_at: Instant,
}

async fn term_records(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<TermRecord>, Unexpected> {
    use membership_term::{Column, Entity};
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let kind =
        Entity::belongs_to(membership_type::Entity).from(Column::MembershipTypeId).to(membership_type::Column::Id);
    let version = Entity::belongs_to(membership_type_version::Entity)
        .from(Column::MembershipTypeVersionId)
        .to(membership_type_version::Column::Id);
    let rows = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::OrderId,
            Column::Basis,
            Column::Source,
            Column::StartsOn,
            Column::EndsOn,
            Column::PricePence,
            Column::ChargeId,
            Column::MoneyClearedAt,
            Column::EndedEarlyOn,
            Column::EndReason,
            Column::CreatedAt,
        ])
        .column_as(membership_type::Column::Id, "type_id")
        .column_as(membership_type::Column::Code, "type_code")
        .column_as(membership_type_version::Column::Id, "version_id")
        .column_as(membership_type_version::Column::Name, "type_name")
        .column(membership_type_version::Column::GivesMemberPrice)
        .join(JoinType::InnerJoin, holder.into())
        .join(JoinType::InnerJoin, kind.into())
        .join(JoinType::InnerJoin, version.into())
        .filter(membership::Column::PersonId.eq(person_id))
        .order_by_asc(Column::StartsOn)
        .order_by_asc(Column::Id)
        .into_model::<TermRow>()
        .all(db)
        .await?;
    let charges: Vec<i64> = rows.iter().filter_map(|row| row.charge_id).collect();
    let references = payments::queries::references_of(db, &charges).await?;
    let record = |row: TermRow| {
        let reference = row.charge_id.and_then(|id| references.get(&id).cloned());
        read_term(row, reference)
    };
    rows.into_iter().map(record).collect()
}

fn read_term(row: TermRow, charge_reference: Option<String>) -> Result<TermRecord, Unexpected> {
    Ok(TermRecord {
        id: row.id,
        order_id: row.order_id,
        type_id: row.type_id,
        type_code: row.type_code,
        version_id: row.version_id,
        type_name: row.type_name,
        term: Term {
            basis: Basis::parse(&row.basis).with_context(|| format!("a term's basis is {:?}", row.basis))?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            money_cleared: row.money_cleared_at.is_some(),
            ended_early_on: row.ended_early_on,
            gives_member_price: row.gives_member_price,
        },
        source: TermSource::parse(&row.source).with_context(|| format!("a term's source is {:?}", row.source))?,
        price: Pence::new(row.price_pence),
        charge_id: row.charge_id,
        charge_reference,
        end_reason: row.end_reason,
        created_at: row.created_at,
    })
}

async fn fact_records(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<FactRecord>, Unexpected> {
    use membership_fact::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(read_fact).collect()
}

fn read_fact(row: membership_fact::Model) -> Result<FactRecord, Unexpected> {
    Ok(FactRecord {
        id: row.id,
        kind: FactKind::parse(&row.kind).with_context(|| format!("a fact's kind is {:?}", row.kind))?,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        reason: row.reason,
        minute_reference: row.minute_reference,
        recorded_by_id: row.recorded_by_id,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
    })
}
