//! Staff approve a new customer, or a new billing address of a known one, or turn it down (INV-1). What was waiting is told by a
//! job: whoever sold the places confirms or offers another way to pay.

use serde::{Deserialize, Serialize};

use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::jobs::{self, NewJob};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Unexpected};
use crate::payments::invoices::store as billings;

/// The name of the job that tells the sellers.
pub const CUSTOMER_DECIDED: &str = "customer_decided";

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDecided {
    /// The customer's row.
    pub customer_id: i64,
    /// The charges that waited.
    pub charge_ids: Vec<i64>,
    /// Approved, or turned down.
    pub is_approved: bool,
    /// Why it was turned down.
    pub reason: String,
}

/// The command.
#[derive(Clone, Debug)]
pub struct DecideCustomer {
    /// Which customer.
    pub customer_id: i64,
    /// Approve, or turn down.
    pub is_approved: bool,
    /// Why, when it is turned down; the buyer reads it.
    pub reason: String,
    /// The officer.
    pub decided_by: i64,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideCustomerError {
    /// Decided before.
    #[error("Nothing of this customer waits for approval any more. Somebody else may have decided.")]
    NothingWaits,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(DecideCustomerError);

/// Decides, and gives what the job will carry out.
pub async fn decide_customer(app: &App, command: &DecideCustomer) -> Result<CustomerDecided, DecideCustomerError> {
    let now = app.now();
    app.db.write_tx(async |tx| decide_in(tx, command, now).await).await
}

async fn decide_in(tx: &Tx, command: &DecideCustomer, now: Instant) -> Result<CustomerDecided, DecideCustomerError> {
    store::lock(tx, command.customer_id).await?;
    let customer = store::load(tx, command.customer_id).await?;
    let waiting = billings::list_unchecked(tx, customer.id).await?;
    let is_new = customer.approved_at.is_none() && (command.is_approved || customer.refused_at.is_none());
    if waiting.is_empty() && !is_new {
        return Err(DecideCustomerError::NothingWaits);
    }
    if command.is_approved {
        store::mark_approved(tx, customer.id, command.decided_by, now).await?;
        billings::mark_checked(tx, customer.id).await?;
    } else {
        store::mark_refused(tx, customer.id, &command.reason, now).await?;
        billings::delete_unchecked(tx, customer.id).await?;
    }
    let entry = Entry {
        actor: Actor::Person(command.decided_by),
        action: if command.is_approved { "customer.approved" } else { "customer.refused" },
        subject_kind: "customer",
        subject_id: customer.id,
        reason: (!command.reason.is_empty()).then_some(command.reason.as_str()),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    let told = CustomerDecided {
        customer_id: customer.id,
        charge_ids: waiting.into_iter().map(|billing| billing.charge_id).collect(),
        is_approved: command.is_approved,
        reason: command.reason.clone(),
    };
    jobs::enqueue(tx, NewJob::new(CUSTOMER_DECIDED, &told)?, now).await?;
    Ok(told)
}
