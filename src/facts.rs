//! Durable facts and the features that care about them, one exhaustive match each. What the money side learns (a payment
//! arrived, a refund failed) is handed on here, inside the same transaction, because payments may not know what is sold.

use crate::app::App;
use crate::bookings;
use crate::db::Tx;
use crate::in_house;
use crate::jobs;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{self, OrderSettlement, TermEnded};
use crate::payments::seen::Seen;
use crate::payments::webhooks::{self, EventLookedUp};
use crate::payments::{self, MoneyFact, Purpose};

/// Applies what was seen at Stripe and hands the facts on, in one transaction: a place is confirmed with the money that paid
/// for it, or neither.
pub async fn take_in(app: &App, seen: &Seen) -> Result<(), Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| apply_and_hand_on(app, tx, seen, now).await).await
}

/// The same for what a message came to, and notes that the message is done with.
pub async fn take_in_event(app: &App, webhook_event_id: i64, event: &EventLookedUp) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if let Some(seen) = &event.seen {
                apply_and_hand_on(app, tx, seen, now).await?;
            }
            webhooks::mark_processed(tx, webhook_event_id, &event.outcome, now).await
        })
        .await
}

async fn apply_and_hand_on(app: &App, tx: &Tx, seen: &Seen, now: Instant) -> Result<(), Unexpected> {
    // Whoever waits for the charges of a booking takes them by rising id: the booking's own comes before that of its change.
    if let Some(charge_id) = payments::queries::charge_of_session(tx, seen).await? {
        bookings::lock_before_change(tx, charge_id).await?;
    }
    for fact in payments::apply(tx, app.tokens.as_ref(), seen, now).await? {
        hand_on(app, tx, fact, now).await?;
    }
    Ok(())
}

/// Tells whoever sold the thing, in the transaction that wrote the fact down. A new kind of fact does not compile until it
/// is handled here.
pub async fn hand_on(app: &App, tx: &Tx, fact: MoneyFact, now: Instant) -> Result<(), Unexpected> {
    match fact {
        MoneyFact::PaymentArrived { payment_id, charge_id, .. } => {
            Box::pin(buy(app, tx, payment_id, charge_id, now)).await
        }
        // A booking's hold ends by its own job, and a refund's end shows wherever its charge is shown: both are read from the
        // money itself, so there is nothing to copy.
        MoneyFact::CheckoutExpired { charge_id } => {
            tracing::info!(charge_id, "a checkout ended without payment");
            Ok(())
        }
        MoneyFact::RefundSucceeded { refund_id, charge_id } => {
            tracing::info!(refund = refund_id.0, "a refund has arrived");
            let Some(charge_id) = charge_id else { return Ok(()) };
            let ended = membership::on_refund(tx, charge_id, now).await?;
            tell_of_membership(tx, ended.map(MembershipFact::from), now).await
        }
        MoneyFact::RefundFailed { refund_id, .. } => {
            tracing::warn!(refund = refund_id.0, "a refund has failed");
            Ok(())
        }
        MoneyFact::DisputeLost { charge_id } => {
            let booking = bookings::on_dispute_lost(app, tx, charge_id, now).await?;
            tracing::info!(charge_id, ?booking, "a dispute was lost");
            // The payment may have bought a membership together with a booking (ELG-7).
            let joined = bookings::joining::joined_charge(tx, charge_id).await?;
            for charge_id in [Some(charge_id), joined].into_iter().flatten() {
                let ended = membership::on_dispute_lost(app, tx, charge_id, now).await?;
                tell_of_membership(tx, ended.map(MembershipFact::from), now).await?;
            }
            Ok(())
        }
        // A disputed membership is flagged wherever it is shown, from the dispute itself; its standing is kept.
        MoneyFact::Disputed { charge_id } => {
            tracing::warn!(charge_id, "a payment is disputed");
            Ok(())
        }
    }
}

/// Whoever sold what the charge is for decides what the money buys.
async fn buy(app: &App, tx: &Tx, payment_id: i64, charge_id: i64, now: Instant) -> Result<(), Unexpected> {
    if payments::queries::on_account(tx, payment_id).await? <= Pence::ZERO {
        return Ok(());
    }
    match payments::queries::purposes_of(tx, charge_id).await?.first() {
        Some(Purpose::Place(_)) => {
            let settlement = bookings::settle_booking(app, tx, payment_id, charge_id, now).await?;
            tracing::info!(payment_id, charge_id, ?settlement, "money for a booking has arrived");
        }
        Some(Purpose::MembershipTerm(_)) => {
            let settlement = membership::settle_order(app, tx, payment_id, charge_id, now).await?;
            tracing::info!(payment_id, charge_id, ?settlement, "money for a membership has arrived");
            tell_of_membership(tx, MembershipFact::of(settlement), now).await?;
        }
        Some(Purpose::InHouse(_)) => {
            let settlement = in_house::settle_in_house(tx, payment_id, charge_id, now).await?;
            tracing::info!(payment_id, charge_id, ?settlement, "money for in-house training has arrived");
        }
        Some(Purpose::PlaceChange(change_id)) => {
            let paid = (payment_id, charge_id);
            let settlement = bookings::settle_place_change(app, tx, paid, *change_id, now).await?;
            tracing::info!(payment_id, charge_id, ?settlement, "money for a change of a place has arrived");
        }
        None => {}
    }
    Ok(())
}

/// What happened to a membership that other features may care about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipFact {
    /// A term was bought; it counts from its first day.
    BecameActive {
        /// Whose.
        person_id: i64,
        /// The term.
        term_id: i64,
    },
    /// A term ended because its money went back.
    Ended {
        /// Whose.
        person_id: i64,
        /// The term.
        term_id: i64,
    },
}

impl From<TermEnded> for MembershipFact {
    fn from(ended: TermEnded) -> Self {
        Self::Ended { person_id: ended.person_id, term_id: ended.term_id }
    }
}

impl MembershipFact {
    fn of(settlement: OrderSettlement) -> Option<Self> {
        match settlement {
            OrderSettlement::Active { person_id, term_id } => Some(Self::BecameActive { person_id, term_id }),
            OrderSettlement::PartPaid | OrderSettlement::Returned | OrderSettlement::NotAnOrder => None,
        }
    }
}

/// Tells the features that care: whoever booked while they were joining gets the difference to the member price back, by a job
/// of its own, because other charges are locked for that (ELG-7). The directory asks standing itself.
async fn tell_of_membership(tx: &Tx, fact: Option<MembershipFact>, now: Instant) -> Result<(), Unexpected> {
    match fact {
        Some(MembershipFact::BecameActive { person_id, term_id }) => {
            tracing::info!(person_id, term_id, "a membership term was bought");
            jobs::enqueue(tx, bookings::jobs::give_differences_job(person_id)?, now).await?;
        }
        Some(MembershipFact::Ended { person_id, term_id }) => {
            tracing::info!(person_id, term_id, "a membership term has ended with its money");
        }
        None => {}
    }
    Ok(())
}
