//! Closes an order that did not become a term: given up, or not paid in time. What is still owed is credited, what was paid
//! towards it goes back, and its payment page is closed by a job.

use super::order::{OrderState, OrderSummary};
use super::queries::find_open_order;
use super::{jobs, store};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::jobs::{Priority, enqueue};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, RefundCharge};

/// How an order ends without money.
#[derive(Clone, Debug)]
pub struct Closing {
    to: OrderState,
    actor: Actor,
    reason: String,
}

impl Closing {
    /// Nobody paid in time.
    pub fn expired() -> Self {
        Self { to: OrderState::Expired, actor: Actor::System, reason: "not paid in time".to_owned() }
    }

    /// Given up by the person, or by an officer who says why.
    pub fn withdrawn(actor: Actor, reason: impl Into<String>) -> Self {
        Self { to: OrderState::Withdrawn, actor, reason: reason.into() }
    }
}

/// Closes the order in the caller's transaction. False when it was not open any more.
pub async fn close_order(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    closing: Closing,
    now: Instant,
) -> Result<bool, Unexpected> {
    // Charges come before anything else, as wherever money arrives: two never wait for one another.
    if let Some(charge_id) = order.charge_id {
        payments::lock_charge(tx, charge_id).await?;
    }
    if !store::mark_order(tx, order.id, OrderState::Open, closing.to, now).await? {
        return Ok(false);
    }
    if let Some(charge_id) = order.charge_id {
        let end = OrderEnd { charge_id, order_id: order.id, refund_reason: "The membership was not taken up" };
        credit_all(app, tx, end, &closing.reason, now).await?;
        enqueue(tx, jobs::close_payment_page_job(charge_id)?, now).await?;
    }
    let entry = Entry {
        actor: closing.actor,
        action: match closing.to {
            OrderState::Expired => "membership_order.expired",
            _ => "membership_order.withdrawn",
        },
        subject_kind: "membership_order",
        subject_id: order.id,
        reason: Some(&closing.reason),
        values: None,
    };
    record(tx, entry, now).await?;
    Ok(true)
}

/// Withdraws whatever order the person has open: leaving, death and removal leave nothing to pay.
pub(in crate::members::membership) async fn close_open_order(
    app: &App,
    tx: &Tx,
    person_id: i64,
    (actor, reason): (Actor, &str),
    now: Instant,
) -> Result<(), Unexpected> {
    if let Some(order) = find_open_order(tx, person_id).await? {
        close_order(app, tx, &order, Closing::withdrawn(actor, reason), now).await?;
    }
    Ok(())
}

/// Whose charge is closed, and what the payer reads when something goes back.
#[derive(Copy, Clone)]
pub(super) struct OrderEnd {
    pub(super) charge_id: i64,
    pub(super) order_id: i64,
    pub(super) refund_reason: &'static str,
}

/// Credits all that is owed for an order, and gives back what was paid towards it.
pub(super) async fn credit_all(
    app: &App,
    tx: &Tx,
    end: OrderEnd,
    reason: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let lines = payments::queries::lines_of(tx, end.charge_id).await?;
    let lines: Vec<(i64, Pence)> = lines.into_iter().filter(|(_, price)| price.get() > 0).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let key = format!("membership-order:{}:{}", end.order_id, end.charge_id);
    let ask = RefundCharge {
        charge_id: end.charge_id,
        lines: lines.clone(),
        reason: end.refund_reason.to_owned(),
        dedupe_key: key,
        requested_by: None,
        priority: Priority::Usual,
    };
    payments::credit_and_refund(tx, app.tokens.as_ref(), (&lines, reason), ask, now).await?;
    Ok(())
}
