//! The terms of membership that somebody accepts with an order (CO-04).

use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::terms_of_membership::find_current_terms;

/// Keeps with an order that its person accepts the terms in force: for whoever sells a membership together with something else, and
/// has shown them.
pub async fn accept_terms(tx: &impl ConnectionTrait, order_id: i64, now: Instant) -> Result<(), Unexpected> {
    match find_current_terms(tx).await? {
        Some(terms) => store::set_terms(tx, order_id, terms.id, now).await,
        None => Ok(()),
    }
}
