//! What money for an accepted quote buys: it is set against the charge, and a paid invoice closes the enquiry. What is more than
//! was owed stays on the customer's account, where it is a task of the treasurer's (INV-7).

use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{Step, move_enquiry, state_of};
use super::queries::find_quote_of_charge;
use super::store::enquiries::lock_enquiry;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments;

/// What became of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InHouseSettlement {
    /// Something is still owed.
    PartPaid,
    /// Nothing is owed any more.
    Paid,
}

/// Settles a payment in the transaction that wrote it down.
pub async fn settle_in_house(
    tx: &Tx,
    payment_id: i64,
    charge_id: i64,
    now: Instant,
) -> Result<InHouseSettlement, Unexpected> {
    payments::settle(tx, payment_id, charge_id, now).await?;
    if payments::queries::charge_money(tx, charge_id).await?.outstanding > Pence::ZERO {
        return Ok(InHouseSettlement::PartPaid);
    }
    if let Some(quote) = find_quote_of_charge(tx, charge_id).await? {
        close_if_paid(tx, quote.row.enquiry_id, charge_id, now).await?;
    }
    Ok(InHouseSettlement::Paid)
}

/// An invoiced enquiry on which nothing is owed is paid. Money that came before the invoice counts when the invoice goes out.
pub(super) async fn close_if_paid(tx: &Tx, enquiry_id: i64, charge_id: i64, now: Instant) -> Result<(), Unexpected> {
    if payments::queries::charge_money(tx, charge_id).await?.outstanding > Pence::ZERO {
        return Ok(());
    }
    let enquiry = lock_enquiry(tx, enquiry_id).await?;
    if state_of(&enquiry)?.allows(EnquiryEvent::Settled) {
        let moved = move_enquiry(tx, &enquiry, Step::plain(EnquiryEvent::Settled, Actor::System, ""), now).await;
        moved.map_err(|error| Unexpected::because(error.to_string()))?;
    }
    Ok(())
}
