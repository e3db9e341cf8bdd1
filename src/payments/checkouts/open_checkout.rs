//! Asks Stripe to open a checkout, after the commit. Safe to repeat: the same request under the same key gives the same page.

use super::checkout_state::CheckoutState;
use super::store::{self, CheckoutRow};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::payments::charge::CheckoutId;
use crate::payments::seen::SessionSeen;
use crate::payments::stripe::{Gateway, GatewayError};
use crate::unexpected_from;

/// Why there is no pay page.
#[derive(Debug, thiserror::Error)]
pub enum OpenCheckoutError {
    /// No card processor is set up; people pay by bank transfer (D14).
    #[error("cards are not taken")]
    CardsNotTaken,
    /// It was paid, or its time is over; start another if the place is still held.
    #[error("the checkout has ended")]
    Ended,
    /// Stripe gave no clear answer. Nothing is lost: opening it again is safe, and so is starting another.
    #[error("the card processor does not answer")]
    NoAnswer,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(OpenCheckoutError);

/// Gives the address of Stripe's pay page. Call it outside any transaction.
pub async fn open_checkout(app: &App, id: CheckoutId) -> Result<String, OpenCheckoutError> {
    let gateway = app.gateway.as_ref().ok_or(OpenCheckoutError::CardsNotTaken)?;
    let checkout = store::load_checkout(app.db.reader(), id).await?;
    match (checkout.state, &checkout.row.url) {
        (CheckoutState::Open, Some(url)) => Ok(url.clone()),
        (CheckoutState::Created, _) => {
            let seen = ask_stripe(app, gateway, &checkout).await?;
            seen.url.context("Stripe opened a checkout without an address").map_err(OpenCheckoutError::from)
        }
        _ => Err(OpenCheckoutError::Ended),
    }
}

/// Opens a checkout that Stripe has not answered yet, and keeps the answer. A refusal, or a failure that Stripe would repeat
/// for a day, ends the checkout: nobody has its address, so nobody can pay it.
pub(super) async fn ask_stripe(
    app: &App,
    gateway: &Gateway,
    checkout: &CheckoutRow,
) -> Result<SessionSeen, OpenCheckoutError> {
    match gateway.open_session(&checkout.request).await {
        Ok(seen) => {
            app.db.write_tx(async |tx| store::mark_opened(tx, checkout, &seen).await).await?;
            Ok(seen)
        }
        Err(error @ GatewayError::Unclear(_)) => {
            tracing::warn!(checkout = checkout.row.id, %error, "a checkout could not be opened");
            Err(OpenCheckoutError::NoAnswer)
        }
        Err(error @ GatewayError::WrongKey(_)) => Err(Unexpected::from(error).into()),
        Err(error @ (GatewayError::Refused(_) | GatewayError::Broken(_) | GatewayError::NotFound)) => {
            tracing::error!(checkout = checkout.row.id, %error, "a checkout was not opened");
            let now = app.now();
            app.db.write_tx(async |tx| store::mark_expired(tx, checkout, None, now).await).await?;
            Err(OpenCheckoutError::NoAnswer)
        }
    }
}
