//! Counts members by whether they are in the profession.

use chrono::NaiveDate;
use entity::{membership, membership_type, person};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
};

use crate::kernel::Unexpected;
use crate::members::membership::status_sql::{has_rights, last_kind_code};

/// Members with a member's rights on a day, and those of them in the profession.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfessionShare {
    /// In the profession.
    pub in_profession: u64,
    /// All of them.
    pub members: u64,
}

impl ProfessionShare {
    /// Whole percent, rounded down so that a share just below a limit never looks like the limit; none without members.
    pub fn percent(self) -> Option<i64> {
        let percent = (self.in_profession * 100).checked_div(self.members)?;
        i64::try_from(percent).ok()
    }
}

/// The share on a day.
pub async fn profession_share(db: &impl ConnectionTrait, on: NaiveDate) -> Result<ProfessionShare, Unexpected> {
    let to_membership =
        person::Entity::belongs_to(membership::Entity).from(person::Column::Id).to(membership::Column::PersonId);
    let members = person::Entity::find()
        .join(JoinType::InnerJoin, to_membership.into())
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(has_rights(on));
    let of_the_profession = membership_type::Entity::find()
        .select_only()
        .column(membership_type::Column::Code)
        .filter(membership_type::Column::IsInProfession.eq(true))
        .into_query();
    let in_profession = members.clone().filter(last_kind_code(on).in_subquery(of_the_profession));
    Ok(ProfessionShare { in_profession: in_profession.count(db).await?, members: members.count(db).await? })
}
