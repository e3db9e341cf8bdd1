//! A second person decides on a large refund (D11).

use sea_orm::ConnectionTrait;

use super::emails;
use super::open_refund::enqueue_sending;
use super::postings::post_dropped;
use super::refund_state::RefundEvent;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::Priority;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::locks::lock_payment_and_its_charges;
use crate::unexpected_from;

/// A decision on a refund that waits for one.
#[derive(Clone, Debug)]
pub struct DecideRefund {
    /// Which.
    pub refund_id: RefundId,
    /// Who decides; not who asked.
    pub decided_by: i64,
    /// Whether the money goes back.
    pub is_approved: bool,
    /// Why, for the record.
    pub reason: String,
}

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DecideRefundError {
    /// It does not wait for a decision (any more).
    #[error("the refund is not waiting for a decision")]
    NotWaiting,
    /// Whoever asked for the money cannot also let it go (D11).
    #[error("the person who asked for a refund cannot approve it")]
    SamePerson,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(DecideRefundError);

/// Approves or refuses. An approved refund is sent by a job, or goes to the list of those to be paid by hand; a refused one
/// leaves the money where it was.
pub async fn decide_refund(app: &App, decision: DecideRefund) -> Result<(), DecideRefundError> {
    let now = app.now();
    app.db.write_tx(async |tx| decide(tx, app.tokens.as_ref(), &decision, now).await).await
}

async fn decide(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    decision: &DecideRefund,
    now: Instant,
) -> Result<(), DecideRefundError> {
    let known = store::load_refund(tx, decision.refund_id).await?;
    lock_payment_and_its_charges(tx, known.row.payment_id).await?;
    let refund = store::load_refund(tx, decision.refund_id).await?;
    if refund.row.requested_by_id == Some(decision.decided_by) {
        return Err(DecideRefundError::SamePerson);
    }
    let event = if decision.is_approved { RefundEvent::Approved } else { RefundEvent::Refused };
    if !store::mark_decided(tx, &refund, event, decision.decided_by, now).await? {
        return Err(DecideRefundError::NotWaiting);
    }
    let decided = store::load_refund(tx, decision.refund_id).await?;
    match (decision.is_approved, decided.is_by_card()) {
        (false, _) => post_dropped(tx, &decided, now).await?,
        (true, true) => enqueue_sending(tx, (decided.id(), Priority::Usual), now).await?,
        (true, false) => {
            store::mark_manual(tx, &decided).await?;
            emails::tell_officers_to_pay(tx, tokens, &decided, now).await?;
        }
    }
    let entry = Entry {
        actor: Actor::Person(decision.decided_by),
        action: if decision.is_approved { "refund.approved" } else { "refund.refused" },
        subject_kind: "refund",
        subject_id: decided.row.id,
        reason: Some(decision.reason.as_str()).filter(|reason| !reason.is_empty()),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
