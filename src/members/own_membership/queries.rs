//! The little that the first page of the account asks for beyond what the session has read.

use chrono::NaiveDate;
use entity::{membership, membership_order, membership_term, membership_type_version};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::kernel::Unexpected;

/// The type somebody holds, or held last.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct HeldType {
    pub(super) name: String,
    /// One right a line.
    pub(super) rights: String,
    pub(super) basis: String,
    /// Who pays it, of a term that was ordered.
    pub(super) payer_kind: Option<String>,
}

/// The type of the newest term that had begun on the day, in one statement.
pub(super) async fn held_type(
    db: &impl ConnectionTrait,
    person_id: i64,
    on: NaiveDate,
) -> Result<Option<HeldType>, Unexpected> {
    use membership_term::{Column, Entity};
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let order = Entity::belongs_to(membership_order::Entity).from(Column::OrderId).to(membership_order::Column::Id);
    let version = Entity::belongs_to(membership_type_version::Entity)
        .from(Column::MembershipTypeVersionId)
        .to(membership_type_version::Column::Id);
    let found = Entity::find()
        .select_only()
        .column(membership_type_version::Column::Name)
        .column(membership_type_version::Column::Rights)
        .column(Column::Basis)
        .column(membership_order::Column::PayerKind)
        .join(JoinType::InnerJoin, holder.into())
        .join(JoinType::InnerJoin, version.into())
        .join(JoinType::LeftJoin, order.into())
        .filter(membership::Column::PersonId.eq(person_id))
        .filter(Column::StartsOn.lte(on))
        .filter(Condition::any().add(Column::Basis.ne("paid")).add(Column::MoneyClearedAt.is_not_null()))
        .order_by_desc(Column::StartsOn)
        .order_by_desc(Column::Id)
        .into_model::<HeldType>()
        .one(db)
        .await?;
    Ok(found)
}
