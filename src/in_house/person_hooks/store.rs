//! Forgets people in enquiries.

use entity::in_house_enquiry::{Column, Entity};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit;
use crate::in_house::store::enquiries::wipe_enquiry;
use crate::kernel::{Instant, Unexpected};

pub(super) async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    now: Instant,
) -> Result<(), Unexpected> {
    let mine: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(
            Condition::any()
                .add(Column::PersonId.is_in(ids.iter().copied()))
                .add(Column::FoldedEmail.is_in(addresses.iter().cloned())),
        )
        .into_tuple()
        .all(tx)
        .await?;
    for id in mine {
        wipe_enquiry(tx, id, now).await?;
        audit::empty_values_of(tx, "in_house_enquiry", id).await?;
    }
    Ok(())
}
