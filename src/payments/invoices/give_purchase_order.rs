//! The purchase order comes (INV-2, INV-4): before the invoice it is printed and the invoice issued; after one without it, it is
//! kept beside the frozen content and printed on a copy as a reference; one that was printed is changed only by credit and re-issue.

use super::issue_invoice::{IssueInvoice, Issued, issue_invoice};
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Unexpected};
use crate::payments::store as charges;

/// The command.
#[derive(Clone, Debug)]
pub struct GivePurchaseOrder {
    /// Which billing.
    pub billing_id: i64,
    /// The order's number, cleaned.
    pub po_number: String,
    /// The customer by their link, or an officer.
    pub actor: Actor,
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum GivePurchaseOrderError {
    /// INV-4.
    #[error(
        "The invoice shows purchase order {shown} already, and an issued invoice does not change. To have another number on it, ask us to credit it and issue it again."
    )]
    Shown {
        /// What it shows.
        shown: String,
    },
    /// No such billing.
    #[error("There is nothing here to put a purchase order on any more.")]
    Gone,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(GivePurchaseOrderError);

/// Keeps the number, and issues the invoice if it was all that was waited for.
pub async fn give_purchase_order(app: &App, command: &GivePurchaseOrder) -> Result<Issued, GivePurchaseOrderError> {
    let now = app.now();
    app.db.write_tx(async |tx| give_in(tx, command, now).await).await
}

async fn give_in(tx: &Tx, command: &GivePurchaseOrder, now: Instant) -> Result<Issued, GivePurchaseOrderError> {
    let known = store::find_billing(tx, command.billing_id).await?.ok_or(GivePurchaseOrderError::Gone)?;
    charges::lock_charge(tx, known.charge_id).await?;
    let billing = store::find_billing(tx, known.id).await?.ok_or(GivePurchaseOrderError::Gone)?;
    let issued = store::find_current_invoice(tx, billing.id).await?;
    let same = billing.po_number.as_ref() == Some(&command.po_number);
    if issued.is_some_and(|invoice| invoice.shows_po) && !same {
        return Err(GivePurchaseOrderError::Shown { shown: billing.po_number.unwrap_or_default() });
    }
    if !same {
        store::set_po(tx, billing.id, &command.po_number, now).await?;
        let entry = Entry {
            actor: command.actor,
            action: "invoice.purchase_order_given",
            subject_kind: "charge_billing",
            subject_id: billing.id,
            reason: None,
            values: None,
        };
        audit::record(tx, entry, now).await?;
    }
    let ask = IssueInvoice { charge_id: billing.charge_id, actor: command.actor, without_po: None };
    Ok(issue_invoice(tx, ask, now).await?)
}
