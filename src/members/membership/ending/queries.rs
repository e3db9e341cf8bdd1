//! Memberships whose money went back, for those who gave something for them (ELG-8).

use std::collections::BTreeMap;

use entity::{membership, membership_term};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::money_back::MoneyGone;
use crate::kernel::Unexpected;

/// Of these people, those with a term that ended because its money went back, by person; the last such term counts. Whether they
/// are members again since is for [`standing`](crate::members::standing) to say.
pub async fn money_gone_of(
    db: &impl ConnectionTrait,
    person_ids: &[i64],
) -> Result<BTreeMap<i64, MoneyGone>, Unexpected> {
    use membership_term::{Column, Entity};
    if person_ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let holder = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let found: Vec<(i64, String)> = Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .column(Column::EndReason)
        .join(JoinType::InnerJoin, holder.into())
        .filter(membership::Column::PersonId.is_in(person_ids.iter().copied()))
        .filter(Column::EndReason.is_in(MoneyGone::ALL.map(MoneyGone::end_reason)))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(person_id, reason)| Some((person_id, MoneyGone::parse(&reason)?))).collect())
}
