//! Asks Stripe how one checkout stands. The answer is applied by the caller, in one transaction with what it means.

use chrono::Duration;

use super::checkout_state::CheckoutState;
use super::open_checkout::{OpenCheckoutError, ask_stripe};
use super::store::{self, CheckoutRow};
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::charge::CheckoutId;
use crate::payments::seen::{Seen, SessionSeen, SessionStanding};
use crate::payments::stripe::{Gateway, GatewayError};

/// Stripe forgets a key after a day; a little before, the same request could make a second session.
const KEY_LIVES: Duration = Duration::hours(23);

/// Gives what Stripe shows of the checkout. None when there is nothing to learn: it has ended, or Stripe has just been asked
/// to open it. An error means "try again later".
pub async fn look_up_checkout(app: &App, id: CheckoutId) -> Result<Option<Seen>, Unexpected> {
    let now = app.now();
    let checkout = store::load_checkout(app.db.reader(), id).await?;
    if !CheckoutState::LIVE.contains(&checkout.state) {
        return Ok(None);
    }
    let gateway = app.gateway.as_ref().context("a checkout cannot be looked up without a Stripe key")?;
    app.db.write_tx(async |tx| store::mark_checked(tx, id, now).await).await?;
    let seen = match &checkout.row.stripe_session_id {
        Some(session_id) => known_session(gateway, &checkout, session_id, now).await?,
        None => unanswered(app, gateway, &checkout, now).await?,
    };
    Ok(seen.map(Seen::Session))
}

async fn known_session(
    gateway: &Gateway,
    checkout: &CheckoutRow,
    session_id: &str,
    now: Instant,
) -> Result<Option<SessionSeen>, Unexpected> {
    match gateway.session(session_id).await {
        Ok(seen) => Ok(Some(seen)),
        Err(GatewayError::NotFound) if checkout.row.expires_at <= now => Ok(Some(ended(checkout, Some(session_id)))),
        Err(error) => Err(error).context("Stripe was asked how a checkout stands"),
    }
}

/// Whether Stripe ever opened it is unknown: the same request under the same key tells, as long as Stripe remembers the key.
/// After that nobody can have paid it in the ordinary way, because nobody was given its address.
async fn unanswered(
    app: &App,
    gateway: &Gateway,
    checkout: &CheckoutRow,
    now: Instant,
) -> Result<Option<SessionSeen>, Unexpected> {
    if now - checkout.row.created_at > KEY_LIVES {
        return Ok(Some(ended(checkout, None)));
    }
    match ask_stripe(app, gateway, checkout).await {
        // A replayed answer shows the session as it was when it was opened.
        Ok(SessionSeen { id: Some(session_id), .. }) => known_session(gateway, checkout, &session_id, now).await,
        Err(OpenCheckoutError::Unexpected(error)) => Err(error),
        Ok(_) | Err(_) => Ok(None),
    }
}

fn ended(checkout: &CheckoutRow, session_id: Option<&str>) -> SessionSeen {
    SessionSeen {
        id: session_id.map(str::to_owned),
        client_reference: Some(checkout.request.reference.clone()),
        standing: SessionStanding::Ended,
        amount: checkout.amount(),
        currency: "gbp".to_owned(),
        payment_intent: None,
        url: None,
    }
}
