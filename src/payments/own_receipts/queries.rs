//! Charges of one payer.

use entity::charge;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::queries::money_of_charges;

/// The most charges that are listed.
const MOST: u64 = 200;

/// A charge of theirs.
#[derive(Clone, Debug)]
pub(super) struct OwnCharge {
    pub(super) reference: String,
    pub(super) description: String,
    pub(super) raised_at: Instant,
    pub(super) paid: Pence,
    pub(super) refunded: Pence,
}

/// The person's charges that money was paid for, the newest first.
pub(super) async fn paid_charges(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<OwnCharge>, Unexpected> {
    let rows = charge::Entity::find()
        .filter(charge::Column::PayerPersonId.eq(person_id))
        .order_by_desc(charge::Column::RaisedAt)
        .order_by_desc(charge::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut money = money_of_charges(db, &ids).await?;
    let own = rows.into_iter().filter_map(|row| {
        let sums = money.remove(&row.id).filter(|sums| sums.paid > Pence::ZERO)?;
        Some(OwnCharge {
            reference: row.reference,
            description: row.description,
            raised_at: row.raised_at,
            paid: sums.paid,
            refunded: sums.refunded,
        })
    });
    Ok(own.collect())
}

/// A charge found through its payer: somebody else's does not exist (S2).
pub(super) async fn find_own_charge(
    db: &impl ConnectionTrait,
    person_id: i64,
    reference: &str,
) -> Result<Option<i64>, Unexpected> {
    let row = charge::Entity::find()
        .filter(charge::Column::Reference.eq(reference))
        .filter(charge::Column::PayerPersonId.eq(person_id))
        .one(db)
        .await?;
    Ok(row.map(|row| row.id))
}
