//! What was seen at Stripe, applied: one door for webhooks, the reconcile job and answers to our own calls.

use sea_orm::ConnectionTrait;

use super::checkouts::apply_session::apply_session;
use super::disputes::apply_dispute::apply_dispute;
use super::fact::MoneyFact;
use super::poster::Poster;
use super::refunds::apply_refund::apply_refund;
use super::seen::Seen;
use crate::kernel::{Instant, TokenSource, Unexpected};

/// Applies what was seen in the caller's transaction. The facts it gives must be handed on in the same transaction. Seen
/// twice, or in any order, it happens once.
pub async fn apply(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    seen: &Seen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let applied = async {
        match seen {
            Seen::Session(session) => apply_session(tx, tokens, session, now).await,
            Seen::Refund(refund) => apply_refund(tx, tokens, refund, now).await,
            Seen::Dispute(dispute) => apply_dispute(tx, tokens, dispute, now).await,
        }
    };
    Poster::Stripe.does(applied).await
}
