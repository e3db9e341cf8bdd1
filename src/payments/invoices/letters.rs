//! Letters about invoices leave by a job of their own: whoever issues a document inside a transaction needs neither mail nor tokens.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::emails;
use crate::app::App;
use crate::jobs::{self, NewJob};
use crate::kernel::{Instant, Unexpected};

/// The name of the job.
pub const SEND_INVOICE_LETTER: &str = "send_invoice_letter";

/// What the letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(super) enum Letter {
    /// An invoice was issued.
    Invoice {
        /// Its row.
        id: i64,
    },
    /// A credit note was issued.
    CreditNote {
        /// Its row.
        id: i64,
    },
    /// A purchase order is waited for, and here is the pro-forma to raise it by.
    PurchaseOrder {
        /// The billing's row.
        id: i64,
    },
    /// Officers: somebody new wants to pay by invoice.
    CustomerToApprove {
        /// The billing's row.
        id: i64,
    },
}

/// Queues the job that writes it, in the caller's transaction.
pub(super) async fn send_later(tx: &impl ConnectionTrait, letter: Letter, now: Instant) -> Result<(), Unexpected> {
    jobs::enqueue(tx, NewJob::new(SEND_INVOICE_LETTER, &letter)?, now).await?;
    Ok(())
}

/// Writes it; told twice, it goes out once.
pub(super) async fn send(app: &App, letter: Letter) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| match letter {
            Letter::Invoice { id } => emails::queue_invoice(app, tx, id, now).await,
            Letter::CreditNote { id } => emails::queue_credit_note(app, tx, id, now).await,
            Letter::PurchaseOrder { id } => emails::queue_order_request(app, tx, (id, "first"), now).await,
            Letter::CustomerToApprove { id } => emails::queue_customer_to_approve(app, tx, id, now).await,
        })
        .await
}
