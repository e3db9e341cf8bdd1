//! Types of membership and their prices by date. Both are data: nothing in code knows what a type is called or costs.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::{Pence, Unexpected};

/// A type of membership.
#[derive(Clone, Debug)]
pub struct NewMembershipType {
    /// Short lasting word, such as "full".
    pub code: String,
    /// As people say it, such as "Full member".
    pub name: String,
    /// Who may have it, one sentence.
    pub who_for: String,
    /// How long a term lasts.
    pub term_months: u32,
    /// Somebody decides each application before it is paid (D6).
    pub needs_decision: bool,
    /// Its members buy training at the member price.
    pub gives_member_price: bool,
    /// Order on the page, the lowest first.
    pub position: i32,
    /// Price of a term, in force from this London day.
    pub price: Pence,
    /// See `price`.
    pub price_from: NaiveDate,
}

/// Makes the type with its first price, unless one with this code is there. Gives its id.
pub async fn create_membership_type(tx: &impl ConnectionTrait, new: NewMembershipType) -> Result<i64, Unexpected> {
    let id = store::insert_type(tx, &new).await?;
    store::insert_price(tx, id, new.price_from, new.price).await?;
    Ok(id)
}

/// Sets what a term of this type costs from a day on. What began earlier keeps its price.
pub async fn set_price(
    tx: &impl ConnectionTrait,
    membership_type_id: i64,
    from: NaiveDate,
    price: Pence,
) -> Result<(), Unexpected> {
    Ok(store::insert_price(tx, membership_type_id, from, price).await?)
}
