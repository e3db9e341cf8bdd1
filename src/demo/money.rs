//! Money that has had a life: income of an event gone by, a payment that a bank questions and one that it took back, a refund
//! that fails, a reduction by goodwill.

use chrono::Duration;

use super::WorldMaker;
use super::people::DemoPerson;
use crate::bookings::book_places::Booked;
use crate::bookings::exceptions::{GiveGoodwill, give_goodwill};
use crate::bookings::queries::{find_booking, places_of_booking};
use crate::facts;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::people::find_by_verified_email;
use crate::payments::RefundId;
use crate::payments::queries::refunds_of_charge;
use crate::payments::refunds::{RefundSent, send_refund};
use crate::payments::seen::{DisputeSeen, DisputeStanding, Seen};
use crate::site::money_reports::recognise_income;
use crate::stripe_sandbox::RefundOutcome;

/// What a bank charges for a dispute, in pence.
const FEE: Pence = Pence::new(2_000);

/// The payer's bank questions the payment made last on the local Stripe, and then perhaps takes it.
pub(super) async fn bank_questions(
    maker: &WorldMaker<'_>,
    (id, amount): (&str, Pence),
    standing: DisputeStanding,
) -> Result<(), Unexpected> {
    let session = maker.stripe.sessions().into_iter().rev().find(|session| session.payment_intent.is_some());
    let payment_intent = session.context("nothing was paid on the local Stripe")?.payment_intent;
    let mut seen = DisputeSeen::new(id, payment_intent, amount, DisputeStanding::Open);
    seen.reason = Some("product_unacceptable".to_owned());
    seen.answer_by = Some(maker.app.now() + Duration::days(9));
    facts::take_in(maker.app, &Seen::Dispute(seen.clone())).await?;
    if standing != DisputeStanding::Open {
        let ended = DisputeSeen { standing, fee: Some(FEE), ..seen };
        facts::take_in(maker.app, &Seen::Dispute(ended)).await?;
    }
    Ok(())
}

/// The refunds of a booking are sent; the card processor refuses them.
pub(super) async fn refunds_fail(maker: &WorldMaker<'_>, booked: &Booked) -> Result<(), Unexpected> {
    send_refunds(maker, booked, RefundOutcome::Fail).await
}

/// The refunds of a booking are sent, and the card processor answers so.
pub(super) async fn send_refunds(
    maker: &WorldMaker<'_>,
    booked: &Booked,
    outcome: RefundOutcome,
) -> Result<(), Unexpected> {
    maker.stripe.set_refund_outcome(outcome);
    for id in refunds_of(maker, booked).await? {
        if let RefundSent::Seen(seen) = send_refund(maker.app, id).await? {
            facts::take_in(maker.app, &Seen::Refund(seen)).await?;
        }
    }
    maker.stripe.set_refund_outcome(RefundOutcome::Succeed);
    Ok(())
}

/// Its refunds.
pub(super) async fn refunds_of(maker: &WorldMaker<'_>, booked: &Booked) -> Result<Vec<RefundId>, Unexpected> {
    let db = maker.app.db.reader();
    let booking = find_booking(db, booked.booking_id).await?.context("a demo booking is missing")?;
    let charge_id = booking.charge_id.context("a demo booking that was paid has no charge")?;
    Ok(refunds_of_charge(db, charge_id).await?.into_iter().map(|refund| refund.id).collect())
}

/// An officer takes £20 off the first place, because the sound failed.
pub(super) async fn goodwill(maker: &WorldMaker<'_>, booked: &Booked, officer: DemoPerson) -> Result<(), Unexpected> {
    let db = maker.app.db.reader();
    let by = find_by_verified_email(db, &officer.email()).await?.context("the demo's officer is missing")?;
    let place = places_of_booking(db, booked.booking_id).await?.remove(0);
    let command = GiveGoodwill {
        booking_id: booked.booking_id,
        place_id: place.id,
        amount: FEE,
        reason: "The sound failed for the last half hour".to_owned(),
        by,
        form: (maker.app.tokens.uuid(), String::new()),
    };
    give_goodwill(maker.app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(())
}

/// What has taken place by now is income.
pub(super) async fn earn(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    maker.clock.travel(now);
    recognise_income(maker.app).await?;
    Ok(())
}
