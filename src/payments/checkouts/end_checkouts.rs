//! Ends every checkout of a charge at Stripe, before what it would buy is given to somebody else (D4).

use serde::{Deserialize, Serialize};

use super::apply_session::apply_session;
use super::checkout_state::CheckoutState;
use super::open_checkout::{OpenCheckoutError, ask_stripe};
use super::store::{self, CheckoutRow};
use crate::app::App;
use crate::jobs::{self, NewJob};
use crate::kernel::Unexpected;
use crate::payments::charge::CheckoutId;
use crate::payments::seen::{SessionSeen, SessionStanding};
use crate::payments::stripe::{Gateway, GatewayError};

/// The name of the job that asks Stripe about one checkout and applies the answer.
pub const CHECK_CHECKOUT: &str = "check_checkout";

/// Which checkout a job is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CheckCheckout {
    /// The checkout's row.
    pub checkout_id: i64,
}

/// What became of the open checkouts of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckoutsEnded {
    /// None can be paid any more. There may have been none.
    AllEnded,
    /// Stripe did not say; ask again. Bookings frees the place anyway after 15 minutes (D4).
    NoAnswer,
    /// One was paid before it could be ended; a job brings the money in at once.
    PaidMeanwhile,
}

/// Asks Stripe to end every open checkout of the charge. Call it outside any transaction. Whatever goes wrong with one, such
/// as a key that Stripe does not accept any more, is no answer: seats must not wait for it for ever.
pub async fn end_checkouts(app: &App, charge_id: i64) -> Result<CheckoutsEnded, Unexpected> {
    let mut worst = CheckoutsEnded::AllEnded;
    for checkout in store::list_live(app.db.reader(), charge_id).await? {
        let ended = end_checkout(app, &checkout).await.unwrap_or_else(|error| {
            tracing::error!(checkout = checkout.row.id, %error, "a checkout could not be ended");
            CheckoutsEnded::NoAnswer
        });
        worst = std::cmp::max(worst, ended);
    }
    Ok(worst)
}

async fn end_checkout(app: &App, checkout: &CheckoutRow) -> Result<CheckoutsEnded, Unexpected> {
    let Some(gateway) = &app.gateway else { return Ok(CheckoutsEnded::NoAnswer) };
    let Some(session_id) = session_id(app, gateway, checkout).await? else {
        let now = store::load_checkout(app.db.reader(), checkout.id()).await?;
        let has_ended = now.state == CheckoutState::Expired;
        return Ok(if has_ended { CheckoutsEnded::AllEnded } else { CheckoutsEnded::NoAnswer });
    };
    let seen = match gateway.expire_session(&session_id).await {
        // It is not open any more: ask what it is.
        Err(GatewayError::Refused(_)) => gateway.session(&session_id).await,
        other => other,
    };
    match seen {
        Ok(seen) => keep(app, checkout.id(), &seen).await,
        Err(error) => {
            tracing::warn!(checkout = checkout.row.id, %error, "a checkout could not be ended");
            Ok(CheckoutsEnded::NoAnswer)
        }
    }
}

/// Stripe's id of the session. When its answer was lost, the same request under the same key tells it; none when the
/// checkout turned out never to have been opened, or Stripe does not say.
async fn session_id(app: &App, gateway: &Gateway, checkout: &CheckoutRow) -> Result<Option<String>, Unexpected> {
    if let Some(id) = &checkout.row.stripe_session_id {
        return Ok(Some(id.clone()));
    }
    match ask_stripe(app, gateway, checkout).await {
        Ok(seen) => Ok(seen.id),
        Err(OpenCheckoutError::Unexpected(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

async fn keep(app: &App, id: CheckoutId, seen: &SessionSeen) -> Result<CheckoutsEnded, Unexpected> {
    let now = app.now();
    match seen.standing {
        SessionStanding::Ended => {
            // The fact is dropped: whoever asked for the end knows.
            app.db.write_tx(async |tx| apply_session(tx, app.tokens.as_ref(), seen, now).await).await?;
            Ok(CheckoutsEnded::AllEnded)
        }
        SessionStanding::Paid | SessionStanding::AwaitingBank => {
            app.db.write_tx(async |tx| check_soon(tx, id, now).await).await?;
            Ok(CheckoutsEnded::PaidMeanwhile)
        }
        SessionStanding::Open => Ok(CheckoutsEnded::NoAnswer),
    }
}

/// Adds the job that asks Stripe about a checkout, unless one is waiting already.
async fn check_soon(tx: &crate::db::Tx, id: CheckoutId, now: crate::kernel::Instant) -> Result<(), Unexpected> {
    let job = NewJob::new(CHECK_CHECKOUT, &CheckCheckout { checkout_id: id.0 })?;
    jobs::enqueue(tx, job.once(format!("{CHECK_CHECKOUT}:{}", id.0)), now).await?;
    Ok(())
}
