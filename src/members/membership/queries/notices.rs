//! Reads about renewal notices and types to be taken with the next renewal.

use chrono::NaiveDate;
use entity::{planned_type_change, renewal_notice};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{OfferedType, type_version_on, type_with_code};
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::store;

/// The lowest price that a notice for this term promised for this type; it holds as long as the term can be renewed.
pub async fn honoured_price(
    db: &impl ConnectionTrait,
    term_id: i64,
    type_id: i64,
) -> Result<Option<Pence>, Unexpected> {
    use renewal_notice::{Column, Entity};
    let lowest: Option<Option<i64>> = Entity::find()
        .select_only()
        .column_as(Column::PricePence.min(), "lowest")
        .filter(Column::MembershipTermId.eq(term_id))
        .filter(Column::MembershipTypeId.eq(type_id))
        .filter(Column::IsOffer.eq(true))
        .into_tuple()
        .one(db)
        .await?;
    Ok(lowest.flatten().map(Pence::new))
}

/// A type as it is for a renewal due on a day: open then, or closed but offered by a notice for the term that is renewed, which is
/// honoured as long as the term can be renewed (rules 2.1).
pub async fn type_for_renewal(
    db: &impl ConnectionTrait,
    (term_id, type_code): (i64, &str),
    due_on: NaiveDate,
) -> Result<Option<OfferedType>, Unexpected> {
    if let Some(open) = type_with_code(db, type_code, due_on).await? {
        return Ok(Some(open));
    }
    let Some(kind) = store::find_type(db, type_code).await? else { return Ok(None) };
    match honoured_price(db, term_id, kind.id).await? {
        Some(_) => type_version_on(db, kind.id, due_on).await,
        None => Ok(None),
    }
}

/// The type the person chose for their next renewal.
pub async fn planned_type(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<i64>, Unexpected> {
    use planned_type_change::{Column, Entity};
    let row = Entity::find().filter(Column::PersonId.eq(person_id)).one(db).await?;
    Ok(row.map(|row| row.membership_type_id))
}
