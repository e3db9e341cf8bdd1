//! Reads about membership orders.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{membership_order, membership_term, membership_type, membership_type_version};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::order::{OrderKind, OrderPayer, OrderState, OrderSummary};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

#[derive(FromQueryResult)]
struct OrderRow {
    id: i64,
    reference: String,
    person_id: i64,
    kind: String,
    state: String,
    type_id: i64,
    type_code: String,
    version_id: i64,
    type_name: String,
    term_months: i32,
    price_pence: i64,
    payer_kind: String,
    terms_of_membership_id: Option<i64>,
    terms_accepted_at: Option<Instant>,
    charge_id: Option<i64>,
    application_id: Option<i64>,
    follows_end: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    open_until: Instant,
    created_at: Instant,
}

fn orders() -> Select<membership_order::Entity> {
    use membership_order::{Column, Entity};
    let kind =
        Entity::belongs_to(membership_type::Entity).from(Column::MembershipTypeId).to(membership_type::Column::Id);
    let version = Entity::belongs_to(membership_type_version::Entity)
        .from(Column::MembershipTypeVersionId)
        .to(membership_type_version::Column::Id);
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Reference,
            Column::PersonId,
            Column::Kind,
            Column::State,
            Column::PricePence,
            Column::PayerKind,
            Column::TermsOfMembershipId,
            Column::TermsAcceptedAt,
            Column::ChargeId,
            Column::ApplicationId,
            Column::FollowsEnd,
            Column::EndsOn,
            Column::OpenUntil,
            Column::CreatedAt,
        ])
        .column_as(membership_type::Column::Id, "type_id")
        .column_as(membership_type::Column::Code, "type_code")
        .column_as(membership_type_version::Column::Id, "version_id")
        .column_as(membership_type_version::Column::Name, "type_name")
        .column_as(membership_type_version::Column::TermMonths, "term_months")
        .join(JoinType::InnerJoin, kind.into())
        .join(JoinType::InnerJoin, version.into())
}

fn read(row: OrderRow) -> Result<OrderSummary, Unexpected> {
    Ok(OrderSummary {
        id: row.id,
        reference: row.reference,
        person_id: row.person_id,
        kind: OrderKind::parse(&row.kind).with_context(|| format!("an order is for {:?}", row.kind))?,
        state: OrderState::parse(&row.state).with_context(|| format!("an order is {:?}", row.state))?,
        type_id: row.type_id,
        type_code: row.type_code,
        version_id: row.version_id,
        type_name: row.type_name,
        term_months: row.term_months.unsigned_abs(),
        promised_end: row.ends_on,
        price: Pence::new(row.price_pence),
        payer: OrderPayer::parse(&row.payer_kind)
            .with_context(|| format!("an order is paid by {:?}", row.payer_kind))?,
        terms_id: row.terms_of_membership_id,
        terms_accepted_at: row.terms_accepted_at,
        charge_id: row.charge_id,
        application_id: row.application_id,
        follows_end: row.follows_end,
        open_until: row.open_until,
        created_at: row.created_at,
    })
}

/// The person's open order, if they have one.
pub async fn find_open_order(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<OrderSummary>, Unexpected> {
    use membership_order::Column;
    let open = Column::PersonId.eq(person_id).and(Column::State.eq(OrderState::Open.word()));
    orders().filter(open).into_model::<OrderRow>().one(db).await?.map(read).transpose()
}

/// The person's order with this reference, in whatever state. Somebody else's is none (S1).
pub async fn find_order(
    db: &impl ConnectionTrait,
    person_id: i64,
    reference: &str,
) -> Result<Option<OrderSummary>, Unexpected> {
    use membership_order::Column;
    let theirs = Column::PersonId.eq(person_id).and(Column::Reference.eq(reference));
    orders().filter(theirs).into_model::<OrderRow>().one(db).await?.map(read).transpose()
}

/// Every order of the person, the oldest first.
pub async fn orders_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<OrderSummary>, Unexpected> {
    use membership_order::Column;
    let theirs = orders().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id);
    theirs.into_model::<OrderRow>().all(db).await?.into_iter().map(read).collect()
}

/// An order that must exist.
pub async fn load_order(db: &impl ConnectionTrait, order_id: i64) -> Result<OrderSummary, Unexpected> {
    let found = orders().filter(membership_order::Column::Id.eq(order_id)).into_model::<OrderRow>().one(db).await?;
    read(found.with_context(|| format!("there is no membership order {order_id}"))?)
}

/// The London day on which the money of each order is earned (REP-2): the first day of the term it bought, or the day the money
/// cleared where that is later. Orders that have bought nothing are left out.
pub async fn earned_days(db: &impl ConnectionTrait, order_ids: &[i64]) -> Result<BTreeMap<i64, NaiveDate>, Unexpected> {
    use membership_term::Column;
    let mut days = BTreeMap::new();
    for some in order_ids.chunks(AT_ONCE) {
        let rows: Vec<(Option<i64>, NaiveDate, Option<Instant>)> = membership_term::Entity::find()
            .select_only()
            .columns([Column::OrderId, Column::StartsOn, Column::MoneyClearedAt])
            .filter(Column::OrderId.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        days.extend(rows.into_iter().filter_map(|(order, starts_on, cleared_at)| {
            let cleared_on = cleared_at.map_or(starts_on, london_date);
            Some((order?, std::cmp::max(starts_on, cleared_on)))
        }));
    }
    Ok(days)
}
