//! The terms of membership that somebody accepts with an order (CO-04).

use sea_orm::ConnectionTrait;

use super::pay_order::has_seen;
use super::queries::load_order;
use super::store;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::terms_of_membership::find_current_terms;

/// Keeps with an order that its person accepts the terms in force: for whoever sells a membership together with something else, and
/// has shown version `seen` of them (0 for none; `None` where there was no page). False, and nothing is kept, when others are in
/// force by now. Terms that were accepted before keep the instant of it.
pub async fn accept_terms(
    tx: &impl ConnectionTrait,
    order_id: i64,
    seen: Option<i32>,
    now: Instant,
) -> Result<bool, Unexpected> {
    let terms = find_current_terms(tx).await?;
    if !has_seen(seen, terms.as_ref()) {
        return Ok(false);
    }
    let Some(terms) = terms else { return Ok(true) };
    if load_order(tx, order_id).await?.terms_id != Some(terms.id) {
        store::set_terms(tx, order_id, terms.id, now).await?;
    }
    Ok(true)
}
