//! An organisation by the name that somebody typed: one we know, or a new row that waits for staff (D10). Customers who buy on an
//! invoice come in this way.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::folding::folded_name;
use super::queries::find_by_whole_name;
use super::store;
use crate::kernel::{Instant, TokenSource, Unexpected};

/// The organisation called exactly so, by any of its names, or a new one under this name. A new one is not offered in any list.
pub async fn find_or_propose(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    name: &str,
    (on, now): (NaiveDate, Instant),
) -> Result<i64, Unexpected> {
    let folded = folded_name(name);
    match find_by_whole_name(tx, &folded, on).await? {
        Some(id) => Ok(id),
        None => Ok(store::insert_proposed(tx, &tokens.reference(), (name, &folded), now).await?),
    }
}
