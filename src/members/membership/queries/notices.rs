//! Reads about renewal notices and types to be taken with the next renewal.

use entity::{planned_type_change, renewal_notice};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::kernel::{Pence, Unexpected};

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
        .into_tuple()
        .one(db)
        .await?;
    Ok(lowest.flatten().map(Pence::new))
}

/// The type the person chose for their next renewal.
pub async fn planned_type(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<i64>, Unexpected> {
    use planned_type_change::{Column, Entity};
    let row = Entity::find().filter(Column::PersonId.eq(person_id)).one(db).await?;
    Ok(row.map(|row| row.membership_type_id))
}
