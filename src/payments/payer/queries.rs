//! Charges by who owes them.

use entity::charge;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Unexpected};
use crate::payments::ChargeMoney;
use crate::payments::queries::money_of_charges;

/// A charge of one person, with its sums.
#[derive(Clone, Debug)]
pub struct PayersCharge {
    /// The row.
    pub id: i64,
    /// What people quote; its page stands under it.
    pub reference: String,
    /// What it is for.
    pub description: String,
    /// When it was raised.
    pub raised_at: Instant,
    /// What was charged, paid and given back.
    pub money: ChargeMoney,
}

/// The person's charges, the newest first, at most `most`.
pub async fn charges_of_payer(
    db: &impl ConnectionTrait,
    person_id: i64,
    most: u64,
) -> Result<Vec<PayersCharge>, Unexpected> {
    let rows = charge::Entity::find()
        .filter(charge::Column::PayerPersonId.eq(person_id))
        .order_by_desc(charge::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut money = money_of_charges(db, &ids).await?;
    let shown = |row: charge::Model| PayersCharge {
        money: money.remove(&row.id).unwrap_or_default(),
        id: row.id,
        reference: row.reference,
        description: row.description,
        raised_at: row.raised_at,
    };
    Ok(rows.into_iter().map(shown).collect())
}
