//! Writes down an attempt to pay by card, in the seller's transaction; nothing is asked of Stripe yet.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::request::{CheckoutLine, CheckoutRequest, lines_for, shortened};
use super::store;
use crate::app::App;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::CheckoutId;
use crate::payments::store::lock_charge;

/// A checkout with less time left than this is not handed out again.
const WORTH_KEEPING: Duration = Duration::minutes(2);

/// A card payment to be offered.
#[derive(Clone, Debug)]
pub struct NewCheckout {
    /// What it pays.
    pub charge_id: i64,
    /// How much, more than nothing.
    pub amount: Pence,
    /// When it can no longer be paid: between 31 minutes and 24 hours from now (D4: 35 minutes).
    pub expires_at: Instant,
    /// Our own path to come back to after paying.
    pub return_path: String,
    /// Our own path to come back to without paying.
    pub cancel_path: String,
    /// In words.
    pub description: String,
    /// The payer's address.
    pub customer_email: String,
    /// For display; when they do not add up to `amount`, one line with the description is shown.
    pub lines: Vec<CheckoutLine>,
}

/// Writes the checkout with its whole request, or gives the one that can still be paid for the same charge and amount: two
/// open pages for one charge would invite paying twice (HLD-6). Open it with [`open_checkout`](super::open_checkout()) after
/// the commit.
pub async fn start_checkout(
    tx: &impl ConnectionTrait,
    app: &App,
    new: NewCheckout,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    lock_charge(tx, new.charge_id).await?;
    let live = store::list_live(tx, new.charge_id).await?;
    let is_as_good =
        |known: &&store::CheckoutRow| known.amount() == new.amount && known.row.expires_at > now + WORTH_KEEPING;
    if let Some(known) = live.iter().find(is_as_good) {
        return Ok(known.id());
    }
    let reference = app.tokens.reference();
    let url = |path: &str| format!("{}{path}", app.settings.base_url);
    let request = CheckoutRequest {
        reference: reference.clone(),
        description: shortened(&new.description),
        customer_email: new.customer_email,
        lines: lines_for(new.amount, &new.description, new.lines),
        success_url: url(&new.return_path),
        cancel_url: url(&new.cancel_path),
        expires_at: new.expires_at.timestamp(),
    };
    store::insert_checkout(tx, new.charge_id, new.amount, &request, now).await
}
